// A loop inside a callback of the same base is refused; another base's loop is fine.
#include "t.h"

static struct event_base *base, *other;

T_CALLBACK(on_event)
{
	errno = 0;
	SAY("inner loop %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	SAY("inner dispatch %d\n", event_base_dispatch(base));
	event_base_once(other, -1, EV_TIMEOUT, t_say, "event of the other base", NULL);
	SAY("other base's loop %d\n", event_base_dispatch(other));
}

int main(void)
{
	t_log();
	base = event_base_new();
	other = event_base_new();
	event_base_once(base, -1, EV_TIMEOUT, on_event, NULL, NULL);
	event_base_once(base, -1, EV_TIMEOUT, t_say, "later event", MS(1));
	SAY("outer loop %d\n", event_base_dispatch(base));
	event_base_free(other);
	event_base_free(base);
	return t_result();
}
