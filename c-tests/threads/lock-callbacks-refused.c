// run: once
/* evthread_set_lock_callbacks: what is refused, what is only warned about, and how. */
#include "backends/kit.h"

#include <event2/thread.h>

static void *
lock_new(unsigned type)
{
	return malloc(1);
}

static void
lock_free(void *lock, unsigned type)
{
	free(lock);
}

static int
lock_lock(unsigned mode, void *lock)
{
	return 0;
}

static int
lock_lock_2(unsigned mode, void *lock)
{
	return 0;
}

static struct evthread_lock_callbacks good = {
	EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_lock,
};

static void
one(const char *name, struct evthread_lock_callbacks cbs)
{
	SAY("%s: %d\n", name, evthread_set_lock_callbacks(&cbs));
}

static void
incomplete(void)
{
	struct evthread_lock_callbacks cbs = good;

	t_log();
	cbs.alloc = NULL;
	one("no alloc", cbs);
	cbs = good;
	cbs.free = NULL;
	one("no free", cbs);
	cbs = good;
	cbs.lock = NULL;
	one("no lock", cbs);
	cbs = good;
	cbs.unlock = NULL;
	one("no unlock", cbs);
	one("then good", good);
}

static void
version(void)
{
	struct evthread_lock_callbacks cbs = good;

	t_log();
	cbs.lock_api_version = 99;
	one("version 99", cbs);
}

static void
no_types(void)
{
	struct evthread_lock_callbacks cbs = good;

	t_log();
	cbs.supported_locktypes = 0;
	one("no recursive locks", cbs);
}

static void
change(void)
{
	struct evthread_lock_callbacks cbs = good;

	t_log();
	one("first", good);
	one("the same", good);
	cbs.lock = lock_lock_2;
	one("another lock", cbs);
	cbs = good;
	cbs.supported_locktypes |= EVTHREAD_LOCKTYPE_READWRITE;
	one("other types", cbs);
	cbs = good;
	cbs.lock_api_version = 2;
	one("another version", cbs);
	SAY("pthreads: %d\n", evthread_use_pthreads());
}

static void
clear(void)
{
	t_log();
	SAY("nothing to clear: %d\n", evthread_set_lock_callbacks(NULL));
	one("set", good);
	SAY("clear: %d\n", evthread_set_lock_callbacks(NULL));
	SAY("clear again: %d\n", evthread_set_lock_callbacks(NULL));
}

static void
pthreads_then_own(void)
{
	t_log();
	SAY("pthreads: %d\n", evthread_use_pthreads());
	one("own", good);
}

int
main(void)
{
	t_child("incomplete", incomplete);
	t_child("version", version);
	t_child("no types", no_types);
	t_child("change", change);
	t_child("clear", clear);
	t_child("pthreads then own", pthreads_then_own);
	return t_result();
}
