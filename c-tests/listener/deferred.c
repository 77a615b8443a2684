// run: once
// LEV_OPT_DEFERRED_ACCEPT: a client that says nothing is not accepted at once.
#include "kit.h"

ACCEPTED(on_connection)
{
	char c;
	SAY("accepted, received %zd\n", recv(fd, &c, 1, 0));
	accepted++;
	close(fd);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_on(base, AF_INET, LEV_OPT_DEFERRED_ACCEPT |
	    LEV_OPT_CLOSE_ON_FREE, on_connection, NULL);
	int silent = client_of(lev), client = client_of(lev);

	CHECK(send(client, "x", 1, 0) == 1);
	while (!accepted)
		event_base_loop(base, EVLOOP_ONCE);
	SAY("accepted %d\n", accepted);
	close(silent);
	close(client);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
