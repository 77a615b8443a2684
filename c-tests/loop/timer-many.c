// Ten thousand timers of many lengths, re-armed and cancelled at random: none is lost.
#include "t.h"

#define COUNT 10000

static struct event *ev[COUNT];
static int fired[COUNT], expected[COUNT], total;

T_CALLBACK(on_timer)
{
	int i = (struct event **)arg - ev;
	fired[i]++;
	total++;
	if (i % 3 == 0 && fired[i] == 1) {
		event_add(ev[i], MS(i % 7)); /* once more */
		expected[i]++;
	}
	if (i % 5 == 0) {
		int other = (i * 7919 + 1) % COUNT;
		if (event_pending(ev[other], EV_TIMEOUT, NULL)) {
			event_del(ev[other]);
			expected[other]--;
		}
	}
}

int main(void)
{
	struct event_base *base = event_base_new();
	int wrong = 0, seen = 0;
	for (int i = 0; i < COUNT; i++) {
		ev[i] = evtimer_new(base, on_timer, &ev[i]);
		event_add(ev[i], MS(i * 31 % 97));
		expected[i] = 1;
	}
	for (int i = 0; i < COUNT; i += 4)
		event_add(ev[i], MS(i * 17 % 103));
	for (int i = 1; i < COUNT; i += 4) {
		event_del(ev[i]);
		expected[i] = 0;
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < COUNT; i++) {
		wrong += fired[i] != expected[i];
		seen += expected[i];
		event_free(ev[i]);
	}
	CHECK(seen == total);
	SAY("wrong %d\n", wrong);
	event_base_free(base);
	return t_result();
}
