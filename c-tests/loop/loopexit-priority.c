// The event behind loopexit has the middle priority of its base.
#include "t.h"

int main(void)
{
	for (int n = 1; n <= 6; n++) {
		struct event_base *base = event_base_new();
		struct event *ev[6];
		char name[6][20];
		event_base_priority_init(base, n);
		event_base_loopexit(base, NULL);
		for (int i = n - 1; i >= 0; i--) {
			sprintf(name[i], "priority %d", i);
			ev[i] = event_new(base, -1, 0, t_say, name[i]);
			event_priority_set(ev[i], i);
			event_add(ev[i], MS(0));
		}
		SAY("%d priorities: loop %d\n", n, event_base_dispatch(base));
		SAY("left over, active: %d\n",
		    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
		event_base_dispatch(base);
		for (int i = 0; i < n; i++)
			event_free(ev[i]);
		event_base_free(base);
	}
	return t_result();
}
