// run: once
// evconnlistener_new and _new_bind with any request for memory refused: NULL, and nothing is left; or a
// listener that can be enabled later.
#include "kit.h"
#include "memory/alloc.h"

static void check(struct evconnlistener *lev)
{
	int client;
	al_stop_failing();
	if (!lev)
		return;
	CHECK(evconnlistener_enable(lev) == 0);
	client = client_of(lev);
	accepted = 0;
	turn(evconnlistener_get_base(lev));
	CHECK(accepted == 1);
	close(client);
	evconnlistener_free(lev);
}

static void scenario(void)
{
	struct event_base *base;
	long n = al.fail_in;
	int len, fd, next, all = al.fail_on;
	address a = free_address(AF_UNIX, &len);

	al_stop_failing();
	base = event_base_new();
	fd = bound_socket(AF_UNIX, SOCK_STREAM);
	next = next_fd();
	al_fail(n, all);
	check(evconnlistener_new(base, count, NULL, 0, -1, fd));
	CHECK(is_open(fd));
	al_fail(n, all);
	check(evconnlistener_new_bind(base, count, NULL, LEV_OPT_CLOSE_ON_FREE, -1, &a.sa, len));
	CHECK(next_fd() == next);
	close(fd);
	event_base_free(base);
}

int main(void)
{
	al_start();
	al_every_failure("listeners", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
