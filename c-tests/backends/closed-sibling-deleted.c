/* Two events on an fd that was closed: deleting one of them, then the other, gives no error. */
#include "backends/kit.h"

int
main(void)
{
	struct event_base *base;
	struct event *a, *b;
	int p[2];

	t_log();
	base = event_base_new();
	if (pipe(p))
		return 1;
	a = event_new(base, p[0], EV_READ, t_say, "a");
	b = event_new(base, p[0], EV_READ, t_say, "b");
	SAY("add %d %d\n", event_add(a, NULL), event_add(b, NULL));
	close(p[0]);
	SAY("del %d\n", event_del(a));
	SAY("del %d\n", event_del(b));
	event_free(a);
	event_free(b);
	event_base_free(base);
	close(p[1]);
	return t_result();
}
