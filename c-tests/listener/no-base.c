// run: once
// A listener without a base takes the current one; if there is none, it cannot be enabled.
#include "kit.h"
#include <event2/event_compat.h>

int main(void)
{
	struct evconnlistener *lev;
	struct event_base *base;
	int client, fd = bound_socket(AF_UNIX, SOCK_STREAM);

	t_log();
	lev = evconnlistener_new(NULL, count, NULL, 0, -1, fd);
	SAY("no base: %s, %s\n", lev ? "works" : "NULL", evconnlistener_get_base(lev) ? "a base" : "none");
	SAY("enable %d\n", evconnlistener_enable(lev));
	SAY("disable %d\n", evconnlistener_disable(lev));
	evconnlistener_set_cb(lev, NULL, NULL);
	evconnlistener_free(lev);

	base = event_init();
	lev = evconnlistener_new(NULL, count, "current base", 0, 0, fd);
	CHECK(evconnlistener_get_base(lev) == base);
	client = client_of(lev);
	turn(base);
	evconnlistener_free(lev);
	event_base_free(base);
	close(client);
	close(fd);
	return t_result();
}
