/* The program sets a handler of its own while the event is added: the delete puts back what was there before the add. */
#include "backends/kit.h"

static int first_runs, second_runs, event_runs;

static void
first(int sig)
{
	++first_runs;
}

static void
second(int sig)
{
	++second_runs;
}

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	++event_runs;
}

static void
look(struct event_base *base, const char *what)
{
	raise(SIGUSR1);
	turn(base);
	SAY("%s: first %d, second %d, event %d\n", what, first_runs, second_runs, event_runs);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evsignal_new(base, SIGUSR1, on_signal, NULL);

	signal(SIGUSR1, first);
	look(base, "before");
	event_add(ev, NULL);
	look(base, "added");
	signal(SIGUSR1, second);
	look(base, "taken over");
	event_add(ev, NULL);
	look(base, "added again");
	event_del(ev);
	look(base, "deleted");
	event_free(ev);
	event_base_free(base);
	return t_result();
}
