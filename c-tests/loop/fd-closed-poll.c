// run: poll
// Waiting for an fd that was closed under the loop: poll finds it readable and writable.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	evutil_socket_t sock[2];
	struct event *ev;
	t_log();
	t_pair(sock);
	CHECK(dup2(sock[0], 61) == 61);
	ev = event_new(base, 61, EV_READ | EV_WRITE, t_say, "closed");
	event_add(ev, NULL);
	close(61);
	errno = 0;
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	SAY("pending %s\n", t_what(event_pending(ev, EV_READ | EV_WRITE, NULL)));
	SAY("del %d\n", event_del(ev));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	event_free(ev);
	event_base_free(base);
	return t_result();
}
