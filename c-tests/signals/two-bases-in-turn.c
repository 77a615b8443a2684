/* A second base takes a signal after the first has let go of it: no warning, both have their time. */
#include "backends/kit.h"

static void
on_signal(evutil_socket_t sig, short what, void *name)
{
	SAY("  %s\n", (const char *)name);
}

int
main(void)
{
	struct event_base *a, *b;
	struct event *of_a, *of_b;

	t_log();
	a = event_base_new();
	b = event_base_new();
	of_a = evsignal_new(a, SIGUSR1, on_signal, "a");
	of_b = evsignal_new(b, SIGUSR1, on_signal, "b");
	for (int i = 0; i < 2; ++i) {
		SAY("add to a: %d\n", event_add(of_a, NULL));
		raise(SIGUSR1);
		turn(a);
		SAY("del: %d\n", event_del(of_a));
		SAY("add to b: %d\n", event_add(of_b, NULL));
		raise(SIGUSR1);
		turn(b);
		SAY("del: %d\n", event_del(of_b));
	}
	event_add(of_a, NULL);
	event_free(of_a);
	event_base_free(a);
	SAY("add to b when a is gone: %d\n", event_add(of_b, NULL));
	raise(SIGUSR1);
	turn(b);
	event_free(of_b);
	event_base_free(b);
	return t_result();
}
