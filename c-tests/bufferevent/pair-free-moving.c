// run: once
// A callback of a pair's buffers frees one of the pair, or both, while data is on its way: nobody waits for its timeouts
// any more.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static const char *which;

static void drop(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *name)
{
	SAY("  %s +%zu -%zu\n", (const char *)name, info->n_added, info->n_deleted);
	for (const char *c = which; *c; c++) {
		struct bufferevent *bev = pair[*c - 'a'];
		pair[*c - 'a'] = NULL;
		if (bev)
			bufferevent_free(bev);
	}
}

static void run(const char *freed, char where, char how)
{
	which = freed;
	SAY("%s in the %s, by %c\n", freed, where == 'i' ? "input of b" : "output of a", how);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(pair[i], say_read, NULL, say_event, i ? "  b" : "  a");
		CHECK(bufferevent_set_timeouts(pair[i], MS(20), MS(20)) == 0);
	}
	bufferevent_enable(pair[0], EV_READ);
	if (how != 'e' && how != 'f')
		bufferevent_enable(pair[1], EV_READ);
	if (where == 'o') {
		/* What comes to the output leaves it at once. */
		bufferevent_disable(pair[0], EV_WRITE);
		put_text(pair[0], "text");
		evbuffer_add_cb(bufferevent_get_output(pair[0]), drop, "output of a");
		bufferevent_enable(pair[0], EV_WRITE);
	} else {
		evbuffer_add_cb(bufferevent_get_input(pair[1]), drop, "input of b");
		put_text(pair[0], "text");
	}
	if (how == 'e' && pair[1])
		bufferevent_enable(pair[1], EV_READ);
	if (how == 'f' && pair[0])
		bufferevent_flush(pair[0], EV_WRITE, BEV_FINISHED);
	settle(base);
	for (int i = 0; i < 2; i++)
		if (pair[i])
			bufferevent_free(pair[i]);
	settle(base);
	sleep_ms(40);
	settle(base);
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
}

int main(void)
{
	base = event_base_new();
	for (const char *how = "wef"; *how; how++) {
		for (const char *where = "io"; *where; where++) {
			run("a", *where, *how);
			run("b", *where, *how);
			run("ab", *where, *how);
			run("ba", *where, *how);
		}
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
