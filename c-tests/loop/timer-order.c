// Timers fire in the order of their deadlines, however they were added and changed.
#include "t.h"

#define COUNT 500

static struct event_base *base;
static struct event *ev[COUNT];
static int delay[COUNT], fired[COUNT], last = -1, wrong;

T_CALLBACK(on_timer)
{
	int i = (struct event **)arg - ev;
	if (delay[i] < last)
		wrong++;
	last = delay[i];
	fired[i]++;
}

/* A small fixed generator, so that each run is the same. */
static unsigned next(void)
{
	static unsigned x = 12345;
	x = x * 1103515245 + 12345;
	return x >> 16 & 0x7fff;
}

int main(void)
{
	int count = 0, moved = 0;
	base = event_base_new();
	/* All deadlines lie in the past, seconds apart, and so come due in one turn. */
	for (int i = 0; i < COUNT; i++) {
		ev[i] = evtimer_new(base, on_timer, &ev[i]);
		delay[i] = next() % 10000;
		event_add(ev[i], &(struct timeval){ delay[i] - 20000, 0 });
	}
	for (int i = 0; i < COUNT; i++) {
		switch (next() % 4) {
		case 0:
			event_del(ev[i]);
			delay[i] = -1;
			break;
		case 1:
			delay[i] = next() % 10000;
			event_add(ev[i], &(struct timeval){ delay[i] - 20000, 0 });
			moved++;
		}
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < COUNT; i++) {
		CHECK(fired[i] == (delay[i] >= 0));
		count += fired[i];
		event_free(ev[i]);
	}
	SAY("%d fired, %d of them moved, %d out of order\n", count, moved, wrong);
	event_base_free(base);
	return t_result();
}
