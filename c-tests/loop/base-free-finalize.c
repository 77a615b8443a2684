// event_base_free runs the finalizers that are waiting, event_base_free_nofinalize not.
#include "t.h"
#include <event2/event_struct.h>

static void on_finalize(struct event *ev, void *arg)
{
	SAY("finalized %s\n", (const char *)arg);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *made = event_new(base, -1, EV_FINALIZE, t_say, "freed event");
	struct event kept;
	event_assign(&kept, base, -1, EV_FINALIZE, t_say, "kept event");
	event_add(made, MS(3600000));
	SAY("free_finalize %d\n", event_free_finalize(0, made, on_finalize));
	SAY("finalize %d\n", event_finalize(0, &kept, on_finalize));
	SAY("add %d\n", event_add(&kept, MS(1)));
	event_active(&kept, EV_READ, 1);
	SAY("freeing\n");
	event_base_free(base);

	base = event_base_new();
	event_assign(&kept, base, -1, EV_FINALIZE, t_say, "kept event");
	SAY("finalize %d\n", event_finalize(0, &kept, on_finalize));
	SAY("freeing without finalizers\n");
	event_base_free_nofinalize(base);

	base = event_base_new();
	event_assign(&kept, base, -1, EV_FINALIZE, t_say, "kept event");
	SAY("finalize %d\n", event_finalize(0, &kept, on_finalize));
	SAY("loop %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
