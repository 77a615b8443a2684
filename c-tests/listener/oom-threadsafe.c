// run: once
// on: ours
// A listener that cannot have the lock it needs is not made. (The original goes on without one.)
#include "kit.h"
#include "memory/alloc.h"
#include <event2/thread.h>

static struct event_base *base;

static void scenario(void)
{
	int len;
	address a = free_address(AF_UNIX, &len);
	long failed = al.failed;
	struct evconnlistener *lev = evconnlistener_new_bind(base, count, NULL, LEV_OPT_THREADSAFE |
	    LEV_OPT_DISABLED | LEV_OPT_CLOSE_ON_FREE, -1, &a.sa, len);
	int refused = al.failed > failed;
	CHECK((lev == NULL) == refused);
	al_stop_failing();
	if (lev)
		evconnlistener_free(lev);
}

int main(void)
{
	al_start();
	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	al_every_failure("a thread-safe listener", scenario);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
