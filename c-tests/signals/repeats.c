/* A queued signal that came three times makes three calls; an ordinary one that was blocked makes one. */
#include "backends/kit.h"

static int runs;

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	SAY("  call %d: %s\n", ++runs, t_what(what));
}

static void
use(struct event_base *base, const char *name, int sig, short flags)
{
	struct event *ev = event_new(base, sig, EV_SIGNAL | flags, on_signal, NULL);
	sigset_t set, old;

	SAY("%s\n", name);
	CHECK(event_add(ev, NULL) == 0);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_BLOCK, &set, &old);
	for (int i = 0; i < 3; ++i)
		raise(sig);
	runs = 0;
	turn(base);
	SAY(" blocked: %d calls\n", runs);
	sigprocmask(SIG_SETMASK, &old, NULL);
	turn(base);
	SAY(" let through: %d calls\n", runs);
	runs = 0;
	event_add(ev, NULL);
	raise(sig);
	raise(sig);
	turn(base);
	SAY(" not blocked, twice: %d calls\n", runs);
	event_free(ev);
}

int
main(void)
{
	struct event_base *base = event_base_new();

	use(base, "ordinary", SIGUSR1, EV_PERSIST);
	use(base, "ordinary, one-shot", SIGUSR1, 0);
	use(base, "queued", SIGRTMIN + 1, EV_PERSIST);
	use(base, "queued, one-shot", SIGRTMIN + 1, 0);
	event_base_free(base);
	return t_result();
}
