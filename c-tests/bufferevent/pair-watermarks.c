// run: once
// A pair with watermarks: the reader's high mark limits what is delivered, the rest stays with the writer until
// the reader drains; low marks hold back the callbacks.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static struct b_log logs[2];

static void keep(struct bufferevent *bev, void *log)
{
	/* A full input is told of again and again: stop that here. */
	LOG((struct b_log *)log, " read, %zu there", evbuffer_get_length(bufferevent_get_input(bev)));
	bufferevent_setcb(bev, NULL, log_write, log_event, log);
}

static void show(const char *name)
{
	settle(base);
	SAY("%s\n", name);
	b_show(&logs[0], pair[0]);
	b_show(&logs[1], pair[1]);
	bufferevent_setcb(pair[1], keep, log_write, log_event, &logs[1]);
}

int main(void)
{
	base = event_base_new();
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	b_log(pair[0], &logs[0], " a");
	b_log(pair[1], &logs[1], " b");
	bufferevent_setcb(pair[1], keep, log_write, log_event, &logs[1]);
	bufferevent_setwatermark(pair[1], EV_READ, 5, 10);
	bufferevent_enable(pair[1], EV_READ);
	put_text(pair[0], "0123");
	show("4 of low 5");
	put_text(pair[0], "4");
	show("5 of low 5");
	put_text(pair[0], "56789abcdefghijklmnopqrstuvwxyz");
	show("31 more than fit below high 10");
	evbuffer_drain(bufferevent_get_input(pair[1]), 3);
	show("3 drained");
	evbuffer_drain(bufferevent_get_input(pair[1]), 10);
	show("10 drained");
	bufferevent_setwatermark(pair[0], EV_WRITE, 10, 0);
	evbuffer_drain(bufferevent_get_input(pair[1]), 6);
	show("a low mark of writing, 6 drained");
	bufferevent_setwatermark(pair[1], EV_READ, 0, 0);
	show("no high mark");
	bufferevent_setwatermark(pair[1], EV_READ, 0, 5);
	show("a lower high mark");
	put_text(pair[0], "more");
	show("more");
	bufferevent_flush(pair[0], EV_WRITE, BEV_FLUSH);
	show("flushed");
	evbuffer_drain(bufferevent_get_input(pair[1]), 100);
	show("all drained");
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
