// run: once
// Watermarks of a filter and of what is below it: a full input stops the filter and then the reading below; a full
// output below keeps data in the filter, until some is written; the limits that the functions are given.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2], *filter;
static struct b_log log_f;
static ev_ssize_t first_in, first_out;

static enum bufferevent_filter_result in(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	if (first_in == -2)
		first_in = limit;
	evbuffer_remove_buffer(src, dst, limit < 0 ? SIZE_MAX : (size_t)limit);
	return BEV_OK;
}

static enum bufferevent_filter_result out(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	if (first_out == -2)
		first_out = limit;
	evbuffer_remove_buffer(src, dst, limit < 0 ? SIZE_MAX : (size_t)limit);
	return BEV_OK;
}

static void keep(struct bufferevent *bev, void *log)
{
	LOG((struct b_log *)log, " read, %zu there", evbuffer_get_length(bufferevent_get_input(bev)));
	bufferevent_setcb(bev, NULL, log_write, log_event, log);
}

static void show(const char *name)
{
	settle(base);
	SAY("%s: limits %zd %zd\n", name, first_in, first_out);
	b_show(&log_f, filter);
	SAY(" below: in %zu, out %zu; far end: in %zu, out %zu\n",
	    evbuffer_get_length(bufferevent_get_input(pair[0])),
	    evbuffer_get_length(bufferevent_get_output(pair[0])),
	    evbuffer_get_length(bufferevent_get_input(pair[1])),
	    evbuffer_get_length(bufferevent_get_output(pair[1])));
	first_in = first_out = -2;
	bufferevent_setcb(filter, keep, log_write, log_event, &log_f);
}

int main(void)
{
	base = event_base_new();
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	filter = bufferevent_filter_new(pair[0], in, out, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	b_log(filter, &log_f, " filter");
	bufferevent_setcb(filter, keep, log_write, log_event, &log_f);
	first_in = first_out = -2;

	bufferevent_setwatermark(filter, EV_READ, 0, 5);
	bufferevent_setwatermark(pair[0], EV_READ, 0, 7);
	bufferevent_enable(filter, EV_READ);
	put_text(pair[1], "0123456789abcdefghijklmnopqrstuvwxyz");
	show("input full at 5, below full at 7");
	evbuffer_drain(bufferevent_get_input(filter), 3);
	show("3 drained");
	evbuffer_drain(bufferevent_get_input(filter), 5);
	show("5 drained");
	bufferevent_setwatermark(filter, EV_READ, 0, 0);
	show("no high mark above");
	evbuffer_drain(bufferevent_get_input(filter), 100);
	show("drained");

	bufferevent_setwatermark(pair[0], EV_WRITE, 0, 6);
	put_text(filter, "0123456789");
	show("10 written, output below full at 6");
	put_text(filter, "abcdef");
	show("6 more");
	bufferevent_setwatermark(pair[1], EV_READ, 0, 8);
	bufferevent_enable(pair[1], EV_READ);
	show("the far end takes 8");
	evbuffer_drain(bufferevent_get_input(pair[1]), 4);
	show("the far end takes 4 more");
	SAY("flush %d\n", bufferevent_flush(filter, EV_WRITE, BEV_FLUSH));
	show("flushed");
	evbuffer_drain(bufferevent_get_input(pair[1]), 100);
	show("the far end takes all");
	bufferevent_free(filter);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
