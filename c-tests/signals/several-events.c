/* Several events on one signal: all run, the one added last first; one may delete the next. */
#include "backends/kit.h"

static struct event *ev[4];
static int victim = -1;

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	SAY("  %d\n", (int)((struct event **)arg - ev));
	if (victim >= 0 && arg != &ev[victim])
		event_del(ev[victim]);
}

int
main(void)
{
	struct event_base *base = event_base_new();

	for (int i = 0; i < 4; ++i) {
		ev[i] = evsignal_new(base, SIGUSR1, on_signal, &ev[i]);
		event_add(ev[i], NULL);
	}
	raise(SIGUSR1);
	SAY("all\n");
	turn(base);
	event_del(ev[3]);
	event_del(ev[1]);
	raise(SIGUSR1);
	SAY("without 1 and 3\n");
	turn(base);
	event_add(ev[1], NULL);
	event_add(ev[3], NULL);
	victim = 0;
	raise(SIGUSR1);
	SAY("0 is deleted by the others\n");
	turn(base);
	victim = 3;
	event_add(ev[0], NULL);
	raise(SIGUSR1);
	SAY("3 is deleted by the others\n");
	turn(base);
	for (int i = 0; i < 4; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
