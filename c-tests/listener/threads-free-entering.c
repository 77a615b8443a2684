// run: once
// on: ours
// A listener is freed when the loop has begun to serve it, but not got its lock yet: the callback is not
// called, and the listener stays until the loop has left it. (The original waits for the loop with the
// lock held, and is stuck.)
#include "threads.h"

/* Locks are never made twice in one place, so that one that is used or freed too late shows. */
static struct lock {
	pthread_mutex_t mutex;
	int alive;
} all_locks[16], *listener_lock;
static int made;

static sem_t loop_comes, loop_may_go_on;
static int stop_loop, freeing;

static int is_listeners(void *lock)
{
	return lock == __atomic_load_n(&listener_lock, __ATOMIC_SEQ_CST);
}

static int in_loop(void) { return pthread_equal(pthread_self(), loop_thread); }

static void *lock_new(unsigned type)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&all_locks[made].mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
	all_locks[made].alive = 1;
	return &all_locks[made++];
}

static void lock_free(void *lock, unsigned type)
{
	struct lock *l = lock;
	CHECK(l->alive);
	CHECK(pthread_mutex_destroy(&l->mutex) == 0);
	l->alive = 0;
}

static int lock_lock(unsigned mode, void *lock)
{
	if (is_listeners(lock) && in_loop() &&
	    __atomic_exchange_n(&stop_loop, 0, __ATOMIC_SEQ_CST)) {
		sem_post(&loop_comes);
		sem_wait(&loop_may_go_on);
	}
	CHECK(((struct lock *)lock)->alive);
	return pthread_mutex_lock(lock);
}

static int lock_unlock(unsigned mode, void *lock)
{
	int is_freed = is_listeners(lock) && !in_loop() && freeing;
	int r = CHECK(((struct lock *)lock)->alive) ? pthread_mutex_unlock(lock) : 0;
	if (is_freed) {
		freeing = 0;
		sem_post(&loop_may_go_on);
	}
	return r;
}

static void *cond_new(unsigned type)
{
	pthread_cond_t *cond = malloc(sizeof(*cond));
	pthread_cond_init(cond, NULL);
	return cond;
}

static void cond_free(void *cond) { pthread_cond_destroy(cond), free(cond); }

static int cond_signal(void *cond, int all) { return pthread_cond_broadcast(cond) ? -1 : 0; }

static int cond_wait(void *cond, void *lock, const struct timeval *timeout)
{
	CHECK(!timeout);
	return pthread_cond_wait(cond, lock) ? -1 : 0;
}

int main(void)
{
	const struct evthread_lock_callbacks locks = { EVTHREAD_LOCK_API_VERSION,
		EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_unlock };
	const struct evthread_condition_callbacks conditions = { EVTHREAD_CONDITION_API_VERSION,
		cond_new, cond_free, cond_signal, cond_wait };
	struct evconnlistener *lev;
	int client, fd;

	sem_init(&loop_comes, 0, 0);
	sem_init(&loop_may_go_on, 0, 0);
	CHECK(evthread_set_lock_callbacks(&locks) == 0);
	CHECK(evthread_set_condition_callbacks(&conditions) == 0);
	evthread_set_id_callback(pthread_self);
	run_in_thread(event_base_new());

	lev = listen_on(loop_base, AF_UNIX, LEV_OPT_THREADSAFE | LEV_OPT_CLOSE_ON_FREE | LEV_OPT_DISABLED,
	    count, NULL);
	__atomic_store_n(&listener_lock, &all_locks[made - 1], __ATOMIC_SEQ_CST);
	fd = evconnlistener_get_fd(lev);
	client = client_of(lev);
	__atomic_store_n(&stop_loop, 1, __ATOMIC_SEQ_CST);
	evconnlistener_enable(lev);
	sem_wait(&loop_comes);
	freeing = 1;
	evconnlistener_free(lev);
	CHECK(!accepted && !is_open(fd) && !listener_lock->alive);
	CHECK(strcmp(fate(client), "error") != 0);
	close(client);
	end_loop();
	return t_result();
}
