// run: once
// evthread_use_pthreads with any request refused: 0 or -1, no crash, nothing left. The threads
// are switched on once a process, so each try is a process of its own.
#include "alloc.h"
#include <event2/thread.h>

static long refuse;

static void try(void)
{
	struct event_base *base;
	al_fail(refuse, 0);
	int r = evthread_use_pthreads();
	CHECK(r == 0 || (r == -1 && al.failed));
	al_stop_failing();
	base = event_base_new();
	CHECK(base);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
}

int main(void)
{
	al_start();
	for (refuse = 1; refuse <= 12; refuse++)
		t_child("evthread_use_pthreads", try);
	return t_result();
}
