// Timers that are deleted or freed by another timer of the same turn do not fire.
#include "t.h"

static struct event *victim, *freed, *self;

T_CALLBACK(on_first)
{
	t_say(fd, what, arg);
	SAY("victim pending %s\n", t_what(event_pending(victim, EV_TIMEOUT, NULL)));
	SAY("del %d\n", event_del(victim));
	SAY("del again %d\n", event_del(victim));
	event_free(freed);
	event_free(self); /* the event that is running */
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *last = evtimer_new(base, t_say, "last");
	self = evtimer_new(base, on_first, "first");
	victim = evtimer_new(base, t_say, "victim");
	freed = evtimer_new(base, t_say, "freed");
	event_add(self, &(struct timeval){ -9, 0 });
	event_add(victim, &(struct timeval){ -8, 0 });
	event_add(freed, &(struct timeval){ -7, 0 });
	event_add(last, &(struct timeval){ -6, 0 });
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(victim);
	event_free(last);
	event_base_free(base);
	return t_result();
}
