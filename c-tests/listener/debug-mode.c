// run: once
// In debug mode listeners come and go like events; their memory is used again without complaint.
#include "kit.h"

int main(void)
{
	struct event_base *base;
	t_log();
	event_enable_debug_mode();
	base = event_base_new();
	for (int i = 0; i < 5; i++) {
		struct evconnlistener *lev = listen_unix(base, i % 2 ? count : NULL, "a connection");
		struct event *ev = event_new(base, -1, 0, t_say, NULL);
		int client = client_of(lev);
		turn(base);
		evconnlistener_disable(lev);
		evconnlistener_enable(lev);
		evconnlistener_free(lev);
		event_free(ev);
		close(client);
	}
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
