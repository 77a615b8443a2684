/* EV_SIGNAL goes with no other kind: assign and new refuse, with a warning. */
#include "backends/kit.h"

int
main(void)
{
	static const short kinds[] = { EV_READ, EV_WRITE, EV_CLOSED, EV_READ | EV_WRITE, EV_ET, EV_PERSIST, EV_TIMEOUT,
		EV_FINALIZE };
	struct event_base *base = event_base_new();

	t_log();
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
		struct event *ev = event_new(base, SIGUSR1, EV_SIGNAL | kinds[i], t_say, "signal");

		SAY("with %s: %s\n", t_what(kinds[i]), ev ? "an event" : "refused");
		if (!ev)
			continue;
		SAY(" events %s, add %d\n", t_what(event_get_events(ev)), event_add(ev, NULL));
		raise(SIGUSR1);
		turn(base);
		event_free(ev);
	}
	event_base_free(base);
	return t_result();
}
