// run: once
// on: ours
// UNIX sockets have no ports to share and no keep-alive: as in 2.2, LEV_OPT_REUSEABLE_PORT does not
// make a listener fail there. (In 2.1 it does, where the kernel refuses the option.)
#include "kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_on(base, AF_UNIX, LEV_OPT_REUSEABLE_PORT |
	    LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE, count, NULL);
	int fd = evconnlistener_get_fd(lev);
	CHECK(option(fd, SOL_SOCKET, SO_REUSEPORT) == 0);
	CHECK(option(fd, SOL_SOCKET, SO_KEEPALIVE) == 0);
	CHECK(option(fd, SOL_SOCKET, SO_REUSEADDR) == 1);
	close(client_of(lev));
	turn(base);
	CHECK(accepted == 1);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
