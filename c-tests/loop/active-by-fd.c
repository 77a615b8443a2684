// event_base_active_by_fd and _by_signal activate what is added, and only that. With
// EV_TIMEOUT only the events with a timeout are meant, and READ and WRITE are ignored.
#include "t.h"

static struct event_base *base;

static void run(const char *title)
{
	SAY("%s: active %d\n", title, event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	event_base_loop(base, EVLOOP_NONBLOCK);
}

/* The original has internal timers for common timeouts, which count as active. */
static void run_uncounted(const char *title)
{
	SAY("%s\n", title);
	event_base_loop(base, EVLOOP_NONBLOCK);
}

int main(void)
{
	evutil_socket_t a[2], b[2];
	struct event *ev[7], *timer, *common;
	t_pair(a);
	t_pair(b);
	base = event_base_new();
	event_base_priority_init(base, 2);
	ev[0] = event_new(base, a[0], EV_READ | EV_PERSIST, t_say, "a reads");
	ev[1] = event_new(base, a[0], EV_READ | EV_PERSIST, t_say, "a reads, with a timeout");
	ev[2] = event_new(base, a[0], EV_READ, t_say, "a reads once");
	ev[3] = event_new(base, b[0], EV_READ | EV_PERSIST, t_say, "b reads");
	ev[4] = event_new(base, a[0], EV_TIMEOUT | EV_PERSIST, t_say, "a, only timeout");
	ev[5] = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, t_say, "signal");
	ev[6] = event_new(base, SIGUSR2, EV_SIGNAL | EV_PERSIST, t_say, "other signal");
	event_priority_set(ev[4], 0); /* two timeouts at once have no order of their own */
	event_base_active_by_fd(base, a[0], EV_READ);
	event_base_active_by_signal(base, SIGUSR1);
	run("nothing is added");

	for (int i = 0; i < 7; i++)
		event_add(ev[i], i == 1 || i == 4 ? MS(3600000) : NULL);
	event_base_active_by_fd(base, a[0], EV_READ);
	run("read");
	event_base_active_by_fd(base, a[0], EV_WRITE);
	run("write, which nobody wants");
	event_base_active_by_fd(base, a[0], EV_TIMEOUT);
	run("timeout");
	event_base_active_by_fd(base, a[0], EV_TIMEOUT | EV_READ);
	run("timeout and read");
	event_base_active_by_fd(base, b[0], EV_READ | EV_WRITE);
	run("b, read and write");
	event_base_active_by_fd(base, b[0], 0);
	run("no flags");
	event_base_active_by_fd(base, b[1], EV_READ);
	run("an fd without events");
	event_base_active_by_fd(base, 900, EV_READ);
	run("an fd far away");
	event_base_active_by_signal(base, SIGUSR1);
	run("signal");
	event_base_active_by_signal(base, SIGUSR1);
	event_base_active_by_signal(base, SIGUSR1);
	event_base_active_by_signal(base, SIGUSR2);
	run("signals");

	/* Timers can be had by the fd that they do not wait for, also by -1. */
	for (int i = 0; i < 7; i++)
		event_del(ev[i]);
	timer = event_new(base, -1, EV_PERSIST, t_say, "timer of no fd");
	common = event_new(base, b[1], EV_PERSIST, t_say, "common timeout");
	event_add(timer, MS(3600000));
	event_add(common, event_base_init_common_timeout(base, MS(3600000)));
	event_base_active_by_fd(base, -1, EV_READ);
	run("-1, read");
	event_base_active_by_fd(base, -1, EV_TIMEOUT);
	run_uncounted("-1, timeout");
	event_base_active_by_fd(base, b[1], EV_TIMEOUT);
	run("a common timeout");
	event_free(timer);
	event_free(common);
	event_base_active_by_signal(base, SIGHUP);
	run("a signal without events");
	for (int i = 0; i < 7; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
