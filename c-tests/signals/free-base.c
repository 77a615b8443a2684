/* A base freed with its signal events still added puts the handlers back. */
#include "backends/kit.h"

#include <event2/event_struct.h>

static int own_runs;

static void
own(int sig)
{
	++own_runs;
}

int
main(void)
{
	struct sigaction sa;

	for (int i = 0; i < 2; ++i) {
		struct event_base *base = event_base_new();
		struct event a, b;

		evsignal_assign(&a, base, SIGUSR1, t_say, "a");
		evsignal_assign(&b, base, SIGUSR2, t_say, "b");
		t_log();
		signal(SIGUSR1, own);
		signal(SIGUSR2, SIG_IGN);
		event_add(&a, NULL);
		event_add(&b, NULL);
		raise(SIGUSR1);
		if (i)
			event_base_free_nofinalize(base);
		else
			event_base_free(base);
		sigaction(SIGUSR1, NULL, &sa);
		SAY("USR1: %s\n", sa.sa_handler == own ? "own" : "another");
		sigaction(SIGUSR2, NULL, &sa);
		SAY("USR2: %s\n", sa.sa_handler == SIG_IGN ? "ignored" : "another");
		raise(SIGUSR1);
		raise(SIGUSR2);
		SAY("own runs: %d\n", own_runs);
	}
	return t_result();
}
