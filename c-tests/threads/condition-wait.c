/* A blocking delete waits on the base's condition: it is signalled once, as a broadcast, under the lock. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>

static pthread_mutexattr_t recursive;
static int waits, signals, broadcasts, conditions;
static sem_t inside, waiting;

static void *
lock_new(unsigned type)
{
	pthread_mutex_t *m = malloc(sizeof *m);

	pthread_mutex_init(m, &recursive);
	return m;
}

static void
lock_free(void *m, unsigned type)
{
	pthread_mutex_destroy(m);
	free(m);
}

static int
lock_lock(unsigned mode, void *m)
{
	return mode & EVTHREAD_TRY ? pthread_mutex_trylock(m) : pthread_mutex_lock(m);
}

static int
lock_unlock(unsigned mode, void *m)
{
	return pthread_mutex_unlock(m);
}

static void *
cond_new(unsigned type)
{
	pthread_cond_t *c = malloc(sizeof *c);

	pthread_cond_init(c, NULL);
	conditions++;
	return c;
}

static void
cond_free(void *c)
{
	pthread_cond_destroy(c);
	conditions--;
	free(c);
}

static int
cond_signal(void *c, int broadcast)
{
	signals++;
	broadcasts += broadcast;
	return broadcast ? pthread_cond_broadcast(c) : pthread_cond_signal(c);
}

static int
cond_wait(void *c, void *m, const struct timeval *tv)
{
	if (waits++ == 0)
		sem_post(&waiting);
	CHECK(tv == NULL);
	return pthread_cond_wait(c, m);
}

static unsigned long
id(void)
{
	return (unsigned long)pthread_self();
}

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&inside);
	sem_wait(&waiting);
}

static void *
loop(void *base)
{
	event_base_dispatch(base);
	return NULL;
}

int
main(void)
{
	static const struct evthread_lock_callbacks locks = {
		EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_unlock,
	};
	static const struct evthread_condition_callbacks conds = {
		EVTHREAD_CONDITION_API_VERSION, cond_new, cond_free, cond_signal, cond_wait,
	};
	struct event_base *base;
	struct event *ev;
	pthread_t thread;

	pthread_mutexattr_init(&recursive);
	pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
	sem_init(&inside, 0, 0);
	sem_init(&waiting, 0, 0);
	SAY("%d\n", evthread_set_lock_callbacks(&locks));
	SAY("%d\n", evthread_set_condition_callbacks(&conds));
	evthread_set_id_callback(id);
	base = event_base_new();
	SAY("conditions: %d\n", conditions);
	ev = event_new(base, -1, 0, ran, NULL);
	event_active(ev, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, loop, base);
	sem_wait(&inside);
	SAY("del %d\n", event_del(ev));
	pthread_join(thread, NULL);
	CHECK(waits >= 1);
	SAY("signals %d, broadcasts %d\n", signals, broadcasts);
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("conditions: %d\n", conditions);
	return t_result();
}
