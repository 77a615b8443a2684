// A disabled listener keeps its socket, which goes on listening; connections wait until it is enabled.
// It does not keep the loop alive.
#include "kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, count, "a connection");
	int client[3];

	client[0] = client_of(lev);
	SAY("disable: %d\n", evconnlistener_disable(lev));
	SAY("disable again: %d\n", evconnlistener_disable(lev));
	client[1] = client_of(lev);
	SAY("loop: %d\n", event_base_dispatch(base));
	SAY("enable: %d\n", evconnlistener_enable(lev));
	SAY("enable again: %d\n", evconnlistener_enable(lev));
	SAY("events: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	SAY("loop: %d\n", turn(base));
	evconnlistener_disable(lev);
	evconnlistener_free(lev);
	SAY("clients: %s %s\n", fate(client[0]), fate(client[1]));

	SAY("made disabled\n");
	lev = listen_on(base, AF_UNIX, LEV_OPT_DISABLED | LEV_OPT_CLOSE_ON_FREE, count, "another");
	client[2] = client_of(lev);
	SAY("loop: %d\n", event_base_dispatch(base));
	SAY("enable: %d\n", evconnlistener_enable(lev));
	SAY("loop: %d\n", turn(base));
	evconnlistener_free(lev);
	SAY("loop: %d\n", event_base_dispatch(base));

	for (int i = 0; i < 3; i++)
		close(client[i]);
	event_base_free(base);
	return t_result();
}
