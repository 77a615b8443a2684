// run: once
/* Lock debugging around the program's own lock functions: the types it asks for, and that all come to their end. */
#include "backends/kit.h"

#include <event2/thread.h>

static int alive[4], held, wrong;
static unsigned types, modes;

static void *
lock_new(unsigned type)
{
	int *lock = calloc(1, sizeof *lock);

	types |= 1u << type;
	alive[type & 3]++;
	return lock;
}

static void
lock_free(void *lock, unsigned type)
{
	alive[type & 3]--;
	free(lock);
}

static int
lock_lock(unsigned mode, void *lock)
{
	modes |= 1u << mode;
	wrong += (*(int *)lock)++ < 0;
	held++;
	return 0;
}

static int
lock_unlock(unsigned mode, void *lock)
{
	modes |= 1u << mode;
	wrong += --*(int *)lock < 0;
	held--;
	return 0;
}

static unsigned long
id(void)
{
	return 7;
}

static struct evthread_lock_callbacks callbacks = {
	EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_unlock,
};

static void
use(int debugging_first)
{
	struct event_base *base;
	struct event *ev;

	t_log();
	evthread_set_id_callback(id);
	if (debugging_first)
		evthread_enable_lock_debugging();
	SAY("set %d\n", evthread_set_lock_callbacks(&callbacks));
	if (!debugging_first)
		evthread_enable_lock_debugging();
	base = event_base_new();
	ev = event_new(base, -1, EV_PERSIST, t_say, "ran");
	event_add(ev, MS(1));
	event_base_loop(base, EVLOOP_ONCE);
	/* The original also makes plain locks of its own when it is given the functions. */
	SAY("recursive %d, modes 0x%x, held %d, wrong %d\n", (types & 2) != 0, modes, held, wrong);
	event_free(ev);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("alive %d %d %d, held %d, wrong %d\n", alive[0], alive[1], alive[2] + alive[3], held, wrong);
}

static void
first(void)
{
	use(1);
}

static void
second(void)
{
	use(0);
}

int
main(void)
{
	t_child("debugging first", first);
	t_child("locks first", second);
	return t_result();
}
