// What the base adds for itself, for signals and common timeouts, is not counted.
#include "t.h"

static struct event_base *base;

static void show(const char *when)
{
	SAY("%s: added %d, virtual %d, active %d\n", when,
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_VIRTUAL),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
}

int main(void)
{
	struct event *sig[2], *timer;
	const struct timeval *common;
	base = event_base_new();
	show("new");
	sig[0] = evsignal_new(base, SIGUSR1, t_say, "one");
	sig[1] = evsignal_new(base, SIGUSR2, t_say, "two");
	event_add(sig[0], NULL);
	show("a signal");
	event_add(sig[1], NULL);
	show("two signals");
	event_del(sig[0]);
	event_del(sig[1]);
	show("no signals");
	SAY("loop %d\n", event_base_dispatch(base));

	common = event_base_init_common_timeout(base, MS(3600000));
	show("a common timeout");
	timer = evtimer_new(base, t_say, "timer");
	event_add(timer, common);
	show("one that uses it");
	event_del(timer);
	show("deleted");
	SAY("loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	show("after a loop");
	event_free(sig[0]);
	event_free(sig[1]);
	event_free(timer);
	event_base_free(base);
	return t_result();
}
