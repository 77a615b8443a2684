/* Signals that came before the loop looked: the events run by number of the signal, not by time of arrival. */
#include "backends/kit.h"

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	SAY("  %s\n", (const char *)arg);
}

int
main(void)
{
	static const struct { int sig; const char *name; } all[] = {
		{ SIGHUP, "HUP" }, { SIGTERM, "TERM" }, { SIGUSR1, "USR1" }, { SIGCHLD, "CHLD" }, { SIGINT, "INT" },
	};
	struct event_base *base = event_base_new();
	struct event *ev[5];

	for (int i = 0; i < 5; ++i) {
		ev[i] = evsignal_new(base, all[i].sig, on_signal, (void *)all[i].name);
		CHECK(event_add(ev[i], NULL) == 0);
	}
	raise(SIGTERM);
	raise(SIGCHLD);
	raise(SIGHUP);
	raise(SIGUSR1);
	raise(SIGINT);
	turn(base);
	SAY("%d events\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	SAY("nothing more: %d\n", turn(base));
	for (int i = 0; i < 5; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
