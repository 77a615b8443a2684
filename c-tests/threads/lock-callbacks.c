/* The program's own lock functions: which locks are asked for, and that each is released as often as taken and freed
 * in the end. */
#include "backends/kit.h"

#include <event2/thread.h>

struct lock {
	unsigned type;
	int held;
};

static int alive[4], allocated[4], held, wrong;
static unsigned modes, types;

static void *
lock_new(unsigned type)
{
	struct lock *lock = calloc(1, sizeof *lock);

	types |= 1u << type;
	lock->type = type;
	allocated[type & 3]++;
	alive[type & 3]++;
	return lock;
}

static void
lock_free(void *arg, unsigned type)
{
	struct lock *lock = arg;

	wrong += lock->type != type || lock->held;
	alive[type & 3]--;
	free(lock);
}

static int
lock_lock(unsigned mode, void *arg)
{
	struct lock *lock = arg;

	modes |= 1u << mode;
	/* One thread: a second time is for recursive locks only. */
	wrong += lock->held && !(lock->type & EVTHREAD_LOCKTYPE_RECURSIVE);
	lock->held++;
	held++;
	return 0;
}

static int
lock_unlock(unsigned mode, void *arg)
{
	struct lock *lock = arg;

	modes |= 1u << mode;
	wrong += lock->held <= 0;
	lock->held--;
	held--;
	return 0;
}

static void
look(const char *what)
{
	SAY("%s: types 0x%x, modes 0x%x, held %d, wrong %d\n", what, types, modes, held, wrong);
}

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	int *seen = arg;

	if (!(*seen)++)
		SAY("  in a callback: held %d\n", held);
}

int
main(void)
{
	static const struct evthread_lock_callbacks callbacks = {
		EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_unlock,
	};
	struct event_base *base;
	struct event *ev, *sig;
	int ticks = 0, signals = 0;

	SAY("set: %d\n", evthread_set_lock_callbacks(&callbacks));
	base = event_base_new();
	look("base");
	ev = event_new(base, -1, EV_PERSIST, ran, &ticks);
	sig = evsignal_new(base, SIGUSR1, ran, &signals);
	event_add(ev, MS(1));
	event_add(sig, NULL);
	raise(SIGUSR1);
	while (!ticks || !signals)
		event_base_loop(base, EVLOOP_ONCE);
	look("loop");
	event_del(sig);
	event_del_block(ev);
	event_free(ev);
	event_free(sig);
	event_base_free(base);
	look("base freed");
	libevent_global_shutdown();
	look("shutdown");
	SAY("alive: %d plain, %d recursive, %d others\n", alive[0], alive[1], alive[2] + alive[3]);
	return t_result();
}
