// run: once
// alloc: no, it takes it that a timeout was made
// A base has room for a limited number of common timeouts.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	const struct timeval *tv[300];
	struct event *ev;
	int made = 0, repeated = 0;
	t_log();
	for (int i = 0; i < 300; i++) {
		tv[i] = event_base_init_common_timeout(base, MS(i + 1));
		if (tv[i])
			made++;
	}
	SAY("made %d\n", made);
	for (int i = 0; i < made; i++)
		repeated += event_base_init_common_timeout(base, MS(i + 1)) == tv[i];
	SAY("found again %d\n", repeated);
	ev = evtimer_new(base, t_say, "the last one");
	event_add(ev, tv[made - 1]);
	SAY("loop %d\n", event_base_dispatch(base));
	event_add(ev, tv[0]); /* pending when the base goes */
	event_del(ev);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
