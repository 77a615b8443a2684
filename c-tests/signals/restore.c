/* The last delete puts back the handler that was there before: default, ignored, or the program's own with its flags
 * and mask. */
#include "backends/kit.h"

static int own_runs, event_runs;

static void
own(int sig)
{
	++own_runs;
}

static void
own_info(int sig, siginfo_t *info, void *context)
{
	own_runs += 100;
}

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	++event_runs;
}

static const char *
handler(void)
{
	static char text[128];
	struct sigaction sa;

	sigaction(SIGUSR1, NULL, &sa);
	sprintf(text, "%s, flags%s%s%s%s, mask%s%s",
	    sa.sa_handler == SIG_DFL ? "default" : sa.sa_handler == SIG_IGN ? "ignored" :
	    sa.sa_handler == own ? "own" : sa.sa_sigaction == own_info ? "own with info" : "another",
	    sa.sa_flags & SA_RESTART ? " RESTART" : "", sa.sa_flags & SA_SIGINFO ? " SIGINFO" : "",
	    sa.sa_flags & SA_NODEFER ? " NODEFER" : "", sa.sa_flags & SA_RESETHAND ? " RESETHAND" : "",
	    sigismember(&sa.sa_mask, SIGUSR2) ? " USR2" : "", sigismember(&sa.sa_mask, SIGTERM) ? " TERM" : "");
	return text;
}

static void
use(struct event_base *base, const char *name, const struct sigaction *sa)
{
	struct event *a = evsignal_new(base, SIGUSR1, on_signal, NULL), *b = evsignal_new(base, SIGUSR1, on_signal, NULL);

	sigaction(SIGUSR1, sa, NULL);
	SAY("%s: %s\n", name, handler());
	CHECK(event_add(a, NULL) == 0 && event_add(b, NULL) == 0);
	SAY(" added: %s\n", handler());
	event_runs = 0;
	raise(SIGUSR1);
	turn(base);
	SAY(" %d runs\n", event_runs);
	event_del(a);
	SAY(" one deleted: %s\n", handler());
	event_del(b);
	SAY(" both deleted: %s\n", handler());
	event_add(b, NULL);
	event_free(b);
	SAY(" added, freed: %s\n", handler());
	event_free(a);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct sigaction sa = { .sa_handler = SIG_IGN };

	use(base, "ignored", &sa);
	sa.sa_handler = SIG_DFL;
	use(base, "default", &sa);
	sa.sa_handler = own;
	use(base, "own", &sa);
	sa.sa_flags = SA_RESTART | SA_NODEFER;
	sigaddset(&sa.sa_mask, SIGUSR2);
	use(base, "flags and mask", &sa);
	raise(SIGUSR1);
	sa.sa_flags = SA_SIGINFO;
	sa.sa_sigaction = own_info;
	use(base, "with info", &sa);
	raise(SIGUSR1);
	SAY("own ran: %d\n", own_runs);
	event_base_free(base);
	return t_result();
}
