// run: once
// bufferevent_flush on a filter over a pair, for every direction and mode: what it returns, the modes that the
// functions see, and whether the flush goes on below.
#include "bufferevent/kit.h"

static struct event_base *base;
static int in_modes, out_modes;

static enum bufferevent_filter_result in(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	in_modes |= 1 << mode;
	evbuffer_add_buffer(dst, src);
	return BEV_OK;
}

/* Holds back what it has until it is flushed; marks the end. */
static enum bufferevent_filter_result out(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	out_modes |= 1 << mode;
	if (mode == BEV_NORMAL)
		return BEV_NEED_MORE;
	evbuffer_add_buffer(dst, src);
	if (mode == BEV_FINISHED)
		evbuffer_add(dst, "END", 3);
	return BEV_OK;
}

static const char *modes(int bits)
{
	static char texts[2][40];
	static int turn;
	char *text = texts[turn++ % 2];
	sprintf(text, "%s%s%s", bits & 1 ? " normal" : "", bits & 2 ? " flush" : "", bits & 4 ? " finished" : "");
	return bits ? text : " none";
}

static void run(const char *name, short what, enum bufferevent_flush_mode mode, int data)
{
	struct bufferevent *pair[2], *filter;
	struct b_log logs[2];
	int r;
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	filter = bufferevent_filter_new(pair[0], in, out, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	b_log(filter, &logs[0], " filter");
	b_log(pair[1], &logs[1], " far end");
	if (data) {
		bufferevent_disable(pair[1], EV_WRITE);
		put_text(pair[1], "for the filter");
		put_text(filter, "for the far end");
	}
	bufferevent_enable(filter, EV_READ);
	bufferevent_enable(pair[1], EV_READ);
	settle(base);
	in_modes = out_modes = 0;
	r = bufferevent_flush(filter, what, mode);
	SAY("%s%s: %d", name, data ? ", with data" : "", r);
	SAY(", in%s, out%s\n", modes(in_modes), modes(out_modes));
	settle(base);
	b_show(&logs[0], filter);
	b_show(&logs[1], pair[1]);
	bufferevent_free(filter);
	bufferevent_free(pair[1]);
}

int main(void)
{
	base = event_base_new();
	for (int data = 0; data < 2; data++) {
		run("write, normal", EV_WRITE, BEV_NORMAL, data);
		run("write, flush", EV_WRITE, BEV_FLUSH, data);
		run("write, finished", EV_WRITE, BEV_FINISHED, data);
		run("read, normal", EV_READ, BEV_NORMAL, data);
		run("read, flush", EV_READ, BEV_FLUSH, data);
		run("read, finished", EV_READ, BEV_FINISHED, data);
		run("both, finished", EV_READ | EV_WRITE, BEV_FINISHED, data);
		run("neither, finished", 0, BEV_FINISHED, data);
	}
	event_base_free(base);
	return t_result();
}
