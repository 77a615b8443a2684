// run: once
// bufferevent_flush on one of a pair, in every mode and direction: what it returns, what is moved, and that
// FINISHED is the end for the partner.
#include "bufferevent/kit.h"

static struct event_base *base;

static void run(const char *name, short what, enum bufferevent_flush_mode mode, int partner_reads)
{
	struct bufferevent *pair[2];
	struct b_log logs[2];
	int r;
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	b_log(pair[0], &logs[0], " a");
	b_log(pair[1], &logs[1], " b");
	put_text(pair[0], "to b");
	put_text(pair[1], "to a");
	if (partner_reads)
		bufferevent_enable(pair[1], EV_READ);
	settle(base);
	logs[0].text[0] = logs[1].text[0] = 0;
	put_text(pair[0], ", more to b");
	r = bufferevent_flush(pair[0], what, mode);
	SAY("%s, partner %s: %d\n", name, partner_reads ? "reads" : "does not read", r);
	settle(base);
	b_show(&logs[0], pair[0]);
	b_show(&logs[1], pair[1]);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
}

int main(void)
{
	base = event_base_new();
	for (int reads = 0; reads < 2; reads++) {
		run("write, normal", EV_WRITE, BEV_NORMAL, reads);
		run("write, flush", EV_WRITE, BEV_FLUSH, reads);
		run("write, finished", EV_WRITE, BEV_FINISHED, reads);
		run("read, normal", EV_READ, BEV_NORMAL, reads);
		run("read, flush", EV_READ, BEV_FLUSH, reads);
		run("read, finished", EV_READ, BEV_FINISHED, reads);
		run("both, finished", EV_READ | EV_WRITE, BEV_FINISHED, reads);
		run("neither, finished", 0, BEV_FINISHED, reads);
	}
	event_base_free(base);
	return t_result();
}
