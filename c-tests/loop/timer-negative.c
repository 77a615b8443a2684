// A timeout below zero is a deadline in the past, and fires before later deadlines.
#include "t.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev[3];
	static const struct timeval timeouts[] = { { 0, 0 }, { -5, 0 }, { -10, 500000 } };
	static char *names[] = { "zero", "minus five seconds", "minus nine and a half" };
	for (int i = 0; i < 3; i++) {
		ev[i] = evtimer_new(base, t_say, names[i]);
		SAY("add %d\n", event_add(ev[i], &timeouts[i]));
	}
	SAY("loop %d\n", event_base_dispatch(base));
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
