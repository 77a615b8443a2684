// run: once
/* evthread_set_condition_callbacks: what is refused; a base makes one condition and frees it. */
#include "backends/kit.h"

#include <event2/thread.h>

static int made, freed;

static void *
cond_new(unsigned type)
{
	++made;
	SAY("  alloc, type %u\n", type);
	return malloc(1);
}

static void
cond_free(void *cond)
{
	++freed;
	free(cond);
}

static int
cond_signal(void *cond, int broadcast)
{
	SAY("  signal, broadcast %d\n", broadcast);
	return 0;
}

static int
cond_wait(void *cond, void *lock, const struct timeval *tv)
{
	SAY("  wait\n");
	return 0;
}

static struct evthread_condition_callbacks good = {
	EVTHREAD_CONDITION_API_VERSION, cond_new, cond_free, cond_signal, cond_wait,
};

static void
one(const char *name, struct evthread_condition_callbacks cbs)
{
	SAY("%s: %d\n", name, evthread_set_condition_callbacks(&cbs));
}

static void
refused(void)
{
	struct evthread_condition_callbacks cbs = good;

	t_log();
	cbs.alloc_condition = NULL;
	one("no alloc", cbs);
	cbs = good;
	cbs.signal_condition = NULL;
	one("no signal", cbs);
	cbs = good;
	cbs.wait_condition = NULL;
	one("no wait", cbs);
	SAY("none: %d\n", evthread_set_condition_callbacks(NULL));
}

static void
change(void)
{
	struct evthread_condition_callbacks cbs = good;

	t_log();
	one("first", good);
	one("the same", good);
	cbs.wait_condition = NULL;
	one("another", cbs);
	SAY("clear: %d\n", evthread_set_condition_callbacks(NULL));
	SAY("clear again: %d\n", evthread_set_condition_callbacks(NULL));
}

static void
version(void)
{
	struct evthread_condition_callbacks cbs = good;

	t_log();
	cbs.condition_api_version = 77;
	one("version 77", cbs);
}

static void
after_pthreads(void)
{
	t_log();
	SAY("pthreads: %d\n", evthread_use_pthreads());
	one("own", good);
}

static void
without_locks(void)
{
	struct event_base *base;

	t_log();
	one("set", good);
	base = event_base_new();
	SAY("made %d\n", made);
	event_base_free(base);
	SAY("freed %d\n", freed);
}

int
main(void)
{
	t_child("refused", refused);
	t_child("change", change);
	t_child("version", version);
	t_child("after pthreads", after_pthreads);
	t_child("without locks", without_locks);
	return t_result();
}
