// Freeing active events, and a base with pending and active ones.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t sock[2];
	struct event *ev[3];
	t_pair(sock);
	for (int i = 0; i < 3; i++)
		ev[i] = event_new(base, sock[0], EV_READ, t_say, "event");
	event_active(ev[0], EV_READ, 1);
	event_add(ev[1], MS(1));
	event_add(ev[2], NULL);
	event_free(ev[0]);
	event_free(ev[1]);
	SAY("added %d, active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	event_active(ev[2], EV_WRITE, 1);
	event_free(ev[2]);
	SAY("loop %d\n", event_base_dispatch(base));

	/* The base goes first with things that only it can free. */
	event_base_once(base, -1, EV_TIMEOUT, t_say, "a far timer", MS(3600000));
	event_base_once(base, sock[0], EV_READ, t_say, "never readable", NULL);
	event_base_once(base, -1, EV_TIMEOUT, t_say, "due at once", NULL);
	event_base_loopexit(base, MS(3600000));
	event_base_free(base);
	return t_result();
}
