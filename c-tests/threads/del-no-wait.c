/* event_del_noblock, and event_del of an EV_FINALIZE event, return while the callback runs in another thread. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t inside, deleted;
static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	++runs;
	sem_post(&inside);
	sem_wait(&deleted); /* for ever, if the delete waited for us */
}

static void *
loop(void *base)
{
	event_base_dispatch(base);
	return NULL;
}

static void
use(const char *name, short flags, int (*del)(struct event *))
{
	struct event_base *base = event_base_new();
	struct event *ev;
	pthread_t thread;
	evutil_socket_t s[2];

	t_pair(s);
	runs = 0;
	ev = event_new(base, s[0], EV_WRITE | flags, ran, NULL);
	event_add(ev, NULL);
	pthread_create(&thread, NULL, loop, base);
	sem_wait(&inside);
	SAY("%s: %d\n", name, del(ev));
	SAY(" pending %s\n", t_what(event_pending(ev, EV_WRITE, NULL)));
	sem_post(&deleted);
	pthread_join(thread, NULL);
	SAY(" %d runs\n", runs);
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	sem_init(&deleted, 0, 0);
	use("del_noblock", EV_PERSIST, event_del_noblock);
	use("del_noblock, one-shot", 0, event_del_noblock);
	use("del, EV_FINALIZE", EV_PERSIST | EV_FINALIZE, event_del);
	use("del_noblock, EV_FINALIZE", EV_PERSIST | EV_FINALIZE, event_del_noblock);
	libevent_global_shutdown();
	return t_result();
}
