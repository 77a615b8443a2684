/* Signals that cannot be: new and add, and no crash. */
#include "backends/kit.h"

int
main(void)
{
	static const int sigs[] = { -1, -2, 0, 1, 31, 32, 63, 64, 65, 66, 128, 1000, SIGKILL, SIGSTOP };
	struct event_base *base = event_base_new();

	t_log();
	for (size_t i = 0; i < sizeof sigs / sizeof *sigs; ++i) {
		struct event *ev = event_new(base, sigs[i], EV_SIGNAL | EV_PERSIST, t_say, "signal");
		int r;

		if (!ev) {
			SAY("signal %d: no event\n", sigs[i]);
			continue;
		}
		errno = 0;
		r = event_add(ev, NULL);
		SAY("signal %d: add %d%s%s", sigs[i], r, r ? " " : "", r ? t_errno(errno) : "");
		SAY(", pending %s", t_what(event_pending(ev, EV_SIGNAL, NULL)));
		SAY(", del %d\n", event_del(ev));
		event_base_active_by_signal(base, sigs[i]);
		event_free(ev);
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
