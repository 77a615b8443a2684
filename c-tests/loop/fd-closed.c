// Adding and deleting events on an fd that is closed.
#include "t.h"

static struct event_base *base;

int main(void)
{
	evutil_socket_t sock[2];
	struct event *ev;
	int result;
	t_log();
	base = event_base_new();

	/* Closed before the event is added. */
	ev = event_new(base, 60, EV_READ, t_say, "closed");
	close(60);
	errno = 0;
	result = event_add(ev, NULL);
	SAY("add of a closed fd: %d, errno %s, pending %s\n", result,
	    result ? t_errno(errno) : "-", t_what(event_pending(ev, EV_READ, NULL)));
	SAY("added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	SAY("del %d\n", event_del(ev));
	event_free(ev);

	/* Closed while the event is pending, and deleted after that. */
	t_pair(sock);
	CHECK(dup2(sock[0], 61) == 61);
	close(sock[0]);
	ev = event_new(base, 61, EV_READ, t_say, "closed later");
	SAY("add %d\n", event_add(ev, NULL));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	close(61);
	SAY("del %d\n", event_del(ev));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
