// run: once
// alloc: no, it frees the other base, to which what has ended then belongs
// libs: -levent_openssl -lssl -lcrypto
// The general functions of bufferevents on SSL ones: base, priority, callbacks, trigger, flush, the buffers' ends that are
// frozen; and when the loop has nothing to wait for.
#include "ssl/ssl.h"

static struct event_base *base;

static void calls(struct side *s)
{
	struct event_base *other = event_base_new();
	struct bufferevent *bev = s->bev;
	struct evbuffer *in = bufferevent_get_input(bev), *out = bufferevent_get_output(bev);
	bufferevent_data_cb r, w;
	bufferevent_event_cb e;
	void *arg;
	SAY("base_set: %d\n", bufferevent_base_set(other, bev));
	CHECK(bufferevent_get_base(bev) == base);
	SAY("priority_set: %d", bufferevent_priority_set(bev, 1));
	SAY(", priority %d\n", bufferevent_get_priority(bev));
	bufferevent_getcb(bev, &r, &w, &e, &arg);
	CHECK(r == log_read && w == log_write && e == log_ssl_event && arg == &s->log);
	SAY("flush: %d %d %d\n", bufferevent_flush(bev, EV_READ | EV_WRITE, BEV_NORMAL),
	    bufferevent_flush(bev, EV_READ | EV_WRITE, BEV_FLUSH), bufferevent_flush(bev, EV_READ, BEV_FINISHED));
	SAY("add to input %d, drain output %d\n", evbuffer_add(in, "x", 1), evbuffer_drain(out, 1));
	SAY("prepend to input %d, prepend to output %d\n", evbuffer_prepend(in, "x", 1), evbuffer_prepend(out, "x", 1));
	evbuffer_drain(in, 10);
	bufferevent_trigger(bev, EV_READ | EV_WRITE, BEV_TRIG_IGNORE_WATERMARKS);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, 0);
	b_show(&s->log, bev);
	ssl_settle(base);
	b_show(&s->log, bev);
	bufferevent_lock(bev);
	bufferevent_unlock(bev);
	event_base_free(other);
}

/* Whether disabled ones leave events with the loop, for which it would wait. */
static void loop_ends(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_meet(both, base);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_disable(both[i].bev, EV_READ | EV_WRITE) == 0);
	ssl_settle(base);
	SAY("events of disabled ones: %s\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) ? "there" : "none");
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	event_base_priority_init(base, 2);
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++) {
			struct side both[2];
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name);
			ssl_start(ssl_versions[v]);
			sides_init(both);
			ssl_ways[way].start(both, base, BEV_OPT_CLOSE_ON_FREE);
			sides_meet(both, base);
			for (int i = 0; i < 2; i++)
				calls(&both[i]);
			sides_free(both, base);
			loop_ends(ssl_ways[way].start);
		}
	event_base_free(base);
	return t_result();
}
