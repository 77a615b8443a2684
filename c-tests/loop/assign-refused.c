// Sets of flags that event_assign and event_new refuse, and what they say.
#include "t.h"
#include <event2/event_struct.h>

int main(void)
{
	static const short bad[] = { EV_SIGNAL | EV_READ, EV_SIGNAL | EV_WRITE,
		EV_SIGNAL | EV_CLOSED, EV_SIGNAL | EV_READ | EV_WRITE | EV_PERSIST };
	static const short good[] = { EV_SIGNAL | EV_TIMEOUT, EV_SIGNAL | EV_ET,
		EV_SIGNAL | EV_FINALIZE, EV_ET, EV_CLOSED | EV_ET, 0x100 };
	struct event_base *base = event_base_new();
	struct event ev, *made;
	t_log();

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		memset(&ev, 0, sizeof ev);
		SAY("assign %s: %d\n", t_what(bad[i]),
		    event_assign(&ev, base, SIGUSR1, bad[i], t_say, NULL));
		made = event_new(base, SIGUSR1, bad[i], t_say, NULL);
		SAY("new %s: %s\n", t_what(bad[i]), made ? "event" : "NULL");
	}
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		SAY("assign %s: %d\n", t_what(good[i]),
		    event_assign(&ev, base, SIGUSR1, good[i], t_say, NULL));
		SAY("events %#x\n", (unsigned)event_get_events(&ev));
	}
	made = event_new(base, -1, 0, NULL, NULL);
	CHECK(made && event_get_callback(made) == NULL);
	SAY("no callback: initialized %d\n", event_initialized(made));
	event_free(made);
	event_base_free(base);
	return t_result();
}
