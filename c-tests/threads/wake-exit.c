/* loopexit and loopbreak from another thread end a waiting loop. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static struct event_base *base;
static sem_t looping;
static int how;

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void *
end(void *arg)
{
	sem_wait(&looping);
	if (how == 0)
		event_base_loopexit(base, NULL);
	else if (how == 1)
		event_base_loopexit(base, MS(3));
	else
		event_base_loopbreak(base);
	return NULL;
}

int
main(void)
{
	static const char *const names[] = { "loopexit", "loopexit with a time", "loopbreak" };
	struct event *never, *self;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	never = evtimer_new(base, started, NULL);
	self = event_new(base, -1, 0, started, NULL);
	event_add(never, MS(100000));
	for (how = 0; how < 3; ++how)
		for (int empty = 0; empty < 2; ++empty) {
			pthread_t thread;
			int r;

			if (empty)
				event_del(never);
			else
				event_add(never, MS(100000));
			event_active(self, EV_TIMEOUT, 1);
			pthread_create(&thread, NULL, end, NULL);
			r = event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);
			SAY("%s%s: loop %d, exit %d, break %d\n", names[how], empty ? ", no event" : "", r,
			    event_base_got_exit(base), event_base_got_break(base));
			pthread_join(thread, NULL);
		}
	event_free(never);
	event_free(self);
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
