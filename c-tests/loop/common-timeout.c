// Common timeouts: equal durations share one, and events with them fire in order.
#include "t.h"

static struct event_base *base;

static void show(const struct event *ev)
{
	struct timeval tv, now;
	if (!event_pending(ev, EV_TIMEOUT, &tv)) {
		SAY("not pending\n");
		return;
	}
	gettimeofday(&now, NULL);
	CHECK(tv.tv_usec >= 0 && tv.tv_usec < 1000000); /* no magic bits */
	SAY("due in about %ld s\n", (tv.tv_sec - now.tv_sec + 50) / 100 * 100);
}

int main(void)
{
	struct timeval hour = { 3600, 0 }, ten = { 0, 10000 }, odd = { 1, 2500000 };
	const struct timeval *common_hour, *common_ten, *common_odd;
	struct event *ev[6];
	static char *names[] = { "0", "1", "2", "3", "4", "5" };
	base = event_base_new();

	common_hour = event_base_init_common_timeout(base, &hour);
	common_ten = event_base_init_common_timeout(base, &ten);
	CHECK(common_hour && common_ten && common_hour != common_ten);
	CHECK(event_base_init_common_timeout(base, &hour) == common_hour);
	CHECK(event_base_init_common_timeout(base, common_hour) == common_hour);
	CHECK(event_base_init_common_timeout(base, &ten) == common_ten);
	CHECK(common_hour->tv_sec == 3600 && common_hour->tv_usec != 0);

	/* Microseconds beyond a second are put in order. */
	common_odd = event_base_init_common_timeout(base, &odd);
	CHECK(common_odd && common_odd->tv_sec == 3);
	CHECK(event_base_init_common_timeout(base, &(struct timeval){ 3, 500000 }) == common_odd);

	for (int i = 0; i < 6; i++) {
		ev[i] = evtimer_new(base, t_say, names[i]);
		event_add(ev[i], common_ten);
	}
	SAY("loop %d\n", event_base_dispatch(base));

	/* From the queue to the ordinary timers and back. */
	event_add(ev[0], common_hour);
	show(ev[0]);
	event_add(ev[0], MS(200000));
	show(ev[0]);
	event_add(ev[0], common_hour);
	show(ev[0]);
	event_add(ev[0], common_ten);
	event_add(ev[1], MS(150));
	event_add(ev[2], common_ten);
	event_add(ev[3], common_hour);
	event_del(ev[2]);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE));
	event_del(ev[3]);
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 6; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
