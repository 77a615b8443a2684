// An idle event may be assigned anew: other fd, other kind, other base.
// alloc: no, it assigns an event that is still added when the loop has failed
#include "t.h"
#include <event2/event_struct.h>

int main(void)
{
	struct event_base *one = event_base_new(), *two = event_base_new();
	struct event *ev = calloc(1, event_get_struct_event_size());
	evutil_socket_t sock[2];
	t_pair(sock);
	SAY("assign %d\n", event_assign(ev, one, sock[0], EV_WRITE, t_say, "writer"));
	event_add(ev, MS(3600000));
	SAY("loop %d\n", event_base_dispatch(one));
	SAY("assign %d\n", event_assign(ev, one, -1, EV_PERSIST, t_say, "timer"));
	event_priority_set(ev, 0);
	event_add(ev, MS(1));
	SAY("loop %d\n", event_base_loop(one, EVLOOP_ONCE));
	event_del(ev);
	SAY("assign %d\n", event_assign(ev, two, SIGUSR1, EV_SIGNAL, t_say, "signal"));
	event_add(ev, NULL);
	raise(SIGUSR1);
	SAY("loop %d\n", event_base_dispatch(two));
	SAY("loop %d\n", event_base_dispatch(one));

	/* One that is refused, and a good one after it. */
	t_log();
	SAY("assign %d\n", event_assign(ev, one, SIGUSR1, EV_SIGNAL | EV_READ, t_say, "bad"));
	SAY("assign %d\n", event_assign(ev, one, sock[0], EV_WRITE, t_say, "writer"));
	event_add(ev, NULL);
	SAY("loop %d\n", event_base_dispatch(one));
	free(ev);
	event_base_free(one);
	event_base_free(two);
	return t_result();
}
