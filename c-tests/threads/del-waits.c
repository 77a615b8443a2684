/* event_del from another thread waits for the running callback to end; event_del_block does so always. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t inside;
static int done;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&inside);
	sleep_ms(30);
	__atomic_store_n(&done, 1, __ATOMIC_SEQ_CST);
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
	struct event *ev = event_new(base, -1, flags, ran, NULL);
	pthread_t thread;
	int r, was_done;

	done = 0;
	event_active(ev, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, loop, base);
	sem_wait(&inside);
	r = del(ev);
	was_done = __atomic_load_n(&done, __ATOMIC_SEQ_CST);
	SAY("%s: %d, callback done: %d\n", name, r, was_done);
	pthread_join(thread, NULL);
	event_free(ev);
	event_base_free(base);
}

int
main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	use("del", 0, event_del);
	use("del, persistent", EV_PERSIST, event_del);
	use("del_block", 0, event_del_block);
	use("del_block, EV_FINALIZE", EV_FINALIZE, event_del_block);
	sem_destroy(&inside);
	libevent_global_shutdown();
	return t_result();
}
