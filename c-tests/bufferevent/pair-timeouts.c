// run: once
// Timeouts of a pair: the timer of reading runs while reading is enabled. That of writing is started by enabling
// and by setting timeouts when there is something to write, not by writing.
#include "bufferevent/kit.h"

static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	events++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *pair[2];
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_setcb(pair[0], say_read, say_write, on_event, "a");
	SAY("set %d\n", bufferevent_set_timeouts(pair[0], MS(10), MS(20)));
	SAY("nothing enabled, nothing to write: dispatch %d\n", event_base_dispatch(base));
	SAY("reading\n");
	bufferevent_enable(pair[0], EV_READ);
	UNTIL(base, events == 1);
	SAY("writing\n");
	put_text(pair[0], "text");
	SAY("dispatch %d\n", event_base_dispatch(base));
	SAY("writing is enabled again\n");
	bufferevent_enable(pair[0], EV_WRITE);
	UNTIL(base, events == 2);
	SAY("the timeouts are set again\n");
	bufferevent_set_timeouts(pair[0], MS(10), MS(20));
	SAY("dispatch %d\n", event_base_dispatch(base));
	bufferevent_set_timeouts(pair[0], NULL, NULL);
	bufferevent_enable(pair[0], EV_WRITE);
	SAY("dispatch %d\n", event_base_dispatch(base));
	bufferevent_set_timeouts(pair[0], NULL, MS(20));
	UNTIL(base, events == 3);
	bufferevent_set_timeouts(pair[0], MS(10), MS(20));
	SAY("left %zu, dispatch %d\n", evbuffer_get_length(bufferevent_get_output(pair[0])),
	    event_base_dispatch(base));
	SAY("the partner reads\n");
	bufferevent_enable(pair[1], EV_READ);
	settle(base);
	SAY("left %zu\n", evbuffer_get_length(bufferevent_get_output(pair[0])));
	SAY("writing is enabled again, without timeouts\n");
	bufferevent_set_timeouts(pair[0], NULL, NULL);
	bufferevent_enable(pair[0], EV_WRITE);
	settle(base);
	SAY("left %zu, dispatch %d\n", evbuffer_get_length(bufferevent_get_output(pair[0])),
	    event_base_dispatch(base));
	SAY("disabled before they are due\n");
	bufferevent_set_timeouts(pair[0], MS(10), MS(20));
	bufferevent_disable(pair[1], EV_READ);
	put_text(pair[0], "text");
	bufferevent_enable(pair[0], EV_READ);
	bufferevent_disable(pair[0], EV_READ | EV_WRITE);
	SAY("dispatch %d\n", event_base_dispatch(base));
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
