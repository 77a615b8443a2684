// on: ours
/* Signals through a signalfd, asked for by flag or by environment: to the user all is as with a handler. */
#include "backends/kit.h"

const char *event_base_get_signal_method(const struct event_base *);
enum { USE_SIGNALFD = 128 };
static int runs[4];

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	CHECK(what == EV_SIGNAL);
	++*(int *)arg;
}

static void
own(int sig)
{
	runs[3]++;
}

static struct event_base *
make(int flags, const char *method)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;

	CHECK(event_config_set_flag(cfg, flags) == 0);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	if (!CHECK(base && strcmp(event_base_get_signal_method(base), method) == 0))
		SAY("%s\n", base ? event_base_get_signal_method(base) : "no base");
	return base;
}

static void
use(struct event_base *base)
{
	struct event *more = evsignal_new(base, SIGUSR1, ran, &runs[0]);
	struct event *once = event_new(base, SIGUSR1, EV_SIGNAL, ran, &runs[1]);
	struct event *other = evsignal_new(base, SIGUSR2, ran, &runs[2]);
	struct sigaction sa;
	sigset_t before, after;

	memset(runs, 0, sizeof runs);
	sigprocmask(SIG_SETMASK, NULL, &before);
	signal(SIGUSR1, own);
	signal(SIGUSR2, SIG_IGN);
	CHECK(event_add(more, NULL) == 0 && event_add(once, NULL) == 0 && event_add(other, NULL) == 0);
	raise(SIGUSR1);
	turn(base);
	CHECK(runs[0] == 1 && runs[1] == 1 && runs[2] == 0);
	raise(SIGUSR1);
	raise(SIGUSR2);
	turn(base);
	CHECK(runs[0] == 2 && runs[1] == 1 && runs[2] == 1);
	kill(getpid(), SIGUSR2);
	event_base_loop(base, EVLOOP_ONCE);
	CHECK(runs[2] == 2);
	event_base_active_by_signal(base, SIGUSR1);
	turn(base);
	CHECK(runs[0] == 3 && runs[3] == 0);
	event_del(more);
	event_del(other);
	raise(SIGUSR1);
	raise(SIGUSR2);
	CHECK(runs[3] == 1);
	CHECK(turn(base) == 1);
	sigaction(SIGUSR1, NULL, &sa);
	CHECK(sa.sa_handler == own);
	sigaction(SIGUSR2, NULL, &sa);
	CHECK(sa.sa_handler == SIG_IGN);
	sigprocmask(SIG_SETMASK, NULL, &after);
	CHECK(sigismember(&before, SIGUSR1) == sigismember(&after, SIGUSR1));
	CHECK(sigismember(&before, SIGUSR2) == sigismember(&after, SIGUSR2));

	/* Freed with the events added. */
	CHECK(event_add(more, NULL) == 0);
	event_free(once);
	event_free(other);
	event_free(more);
	event_base_free(base);
}

int
main(void)
{
	use(make(0, "signal"));
	use(make(USE_SIGNALFD, "signalfd_signal"));
	setenv("EVENT_USE_SIGNALFD", "1", 1);
	use(make(0, "signalfd_signal"));
	use(make(EVENT_BASE_FLAG_IGNORE_ENV, "signal"));
	use(make(EVENT_BASE_FLAG_IGNORE_ENV | USE_SIGNALFD, "signalfd_signal"));
	return t_result();
}
