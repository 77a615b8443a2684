/* Tests that many threads make hard: they run with each kind of lock, and STRESS_TIMES=N times as long if asked to. */
#ifndef STRESS_H
#define STRESS_H

#include "t.h"

#include <event2/thread.h>
#include <pthread.h>
#include <stdatomic.h>

T_UNUSED static int times(int rounds)
{
	const char *text = getenv("STRESS_TIMES");
	return rounds * (text ? atoi(text) : 1);
}

/* Waits until VALUE is true, a minute at most. */
#define WAIT_UNTIL(value) do { \
	long end_ = now_ms() + 60000; \
	while (!(value) && now_ms() < end_) \
		sleep_ms(1); \
	CHECK(value); \
} while (0)

/* ---- the program's own locks, which notice each wrong use ---- */

static atomic_int own_locks, own_held, own_errors;

static void *own_alloc(unsigned type)
{
	pthread_mutex_t *lock = malloc(sizeof *lock);
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr,
	    type & EVTHREAD_LOCKTYPE_RECURSIVE ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_ERRORCHECK);
	own_errors += pthread_mutex_init(lock, &attr) != 0;
	own_locks++;
	return lock;
}

static void own_free(void *lock, unsigned type)
{
	own_errors += pthread_mutex_destroy(lock) != 0;
	free(lock);
	own_locks--;
}

static int own_lock(unsigned mode, void *lock)
{
	int error = mode & EVTHREAD_TRY ? pthread_mutex_trylock(lock) : pthread_mutex_lock(lock);
	own_errors += error != 0 && error != EBUSY;
	own_held += error == 0;
	return error;
}

static int own_unlock(unsigned mode, void *lock)
{
	int error = pthread_mutex_unlock(lock);
	own_errors += error != 0;
	own_held--;
	return error;
}

static void *own_condition(unsigned type)
{
	pthread_cond_t *cond = malloc(sizeof *cond);
	own_errors += pthread_cond_init(cond, NULL) != 0;
	own_locks++;
	return cond;
}

static void own_condition_free(void *cond)
{
	own_errors += pthread_cond_destroy(cond) != 0;
	free(cond);
	own_locks--;
}

static int own_signal(void *cond, int broadcast)
{
	return broadcast ? pthread_cond_broadcast(cond) : pthread_cond_signal(cond);
}

static int own_wait(void *cond, void *lock, const struct timeval *timeout)
{
	own_errors += timeout != NULL;
	return pthread_cond_wait(cond, lock);
}

static unsigned long own_id(void) { return (unsigned long)pthread_self(); }

static void use_own_locks(void)
{
	struct evthread_lock_callbacks locks = { EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, own_alloc,
		own_free, own_lock, own_unlock };
	struct evthread_condition_callbacks conditions = { EVTHREAD_CONDITION_API_VERSION, own_condition,
		own_condition_free, own_signal, own_wait };
	CHECK(evthread_set_lock_callbacks(&locks) == 0);
	CHECK(evthread_set_condition_callbacks(&conditions) == 0);
	evthread_set_id_callback(own_id);
}

/* ---- each kind ---- */

static void (*stress_test)(void);

static void on_own_locks(void)
{
	use_own_locks();
	stress_test();
	libevent_global_shutdown();
	SAY("locks: %d left, %d held, %d errors\n", own_locks, own_held, own_errors);
}

static void on_watched_locks(void)
{
	evthread_enable_lock_debugging();
	CHECK(evthread_use_pthreads() == 0);
	stress_test();
	libevent_global_shutdown();
}

static void on_pthreads(void)
{
	CHECK(evthread_use_pthreads() == 0);
	stress_test();
	libevent_global_shutdown();
}

T_UNUSED static int stress(void (*test)(void))
{
	stress_test = test;
	t_child("pthreads", on_pthreads);
	t_child("watched locks", on_watched_locks);
	t_child("own locks", on_own_locks);
	return t_result();
}

#endif
