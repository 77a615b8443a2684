// event_base_get_running_event, in callbacks of several kinds and in a nested loop.
#include "t.h"

static struct event_base *base, *other;
static struct event *outer, *inner;

T_CALLBACK(on_inner)
{
	CHECK(event_base_get_running_event(other) == inner);
	CHECK(event_base_get_running_event(base) == outer);
	SAY("inner\n");
}

T_CALLBACK(on_outer)
{
	CHECK(event_base_get_running_event(base) == outer);
	event_active(inner, EV_READ, 1);
	event_base_dispatch(other);
	CHECK(event_base_get_running_event(base) == outer);
	SAY("outer %s\n", t_what(what));
}

int main(void)
{
	static const short kinds[] = { 0, EV_PERSIST };
	evutil_socket_t sock[2];
	t_pair(sock);
	base = event_base_new();
	other = event_base_new();
	inner = event_new(other, -1, 0, on_inner, NULL);
	for (int i = 0; i < 2; i++) {
		outer = event_new(base, sock[0], EV_WRITE | kinds[i], on_outer, NULL);
		event_add(outer, NULL);
		event_base_loop(base, EVLOOP_ONCE);
		event_free(outer);
		outer = event_new(base, -1, kinds[i], on_outer, NULL);
		event_add(outer, MS(1));
		event_base_loop(base, EVLOOP_ONCE);
		event_free(outer);
		outer = event_new(base, SIGUSR1, EV_SIGNAL | kinds[i], on_outer, NULL);
		event_add(outer, NULL);
		raise(SIGUSR1);
		event_base_loop(base, EVLOOP_ONCE);
		event_free(outer);
	}
	event_free(inner);
	event_base_free(other);
	event_base_free(base);
	return t_result();
}
