// Which base is the current one: the last of event_init, until it is freed.
#include "t.h"
#include <event2/event_compat.h>
#include <event2/event_struct.h>

int main(void)
{
	struct event_base *first = event_init(), *second = event_init(), *plain;
	struct event a, b, c;
	event_set(&a, -1, 0, t_say, "a");
	CHECK(event_get_base(&a) == second);

	plain = event_base_new(); /* does not become the current one */
	event_set(&b, -1, 0, t_say, "b");
	CHECK(event_get_base(&b) == second);
	SAY("base_set %d\n", event_base_set(plain, &b));
	CHECK(event_get_base(&b) == plain);

	/* event_assign with a NULL base takes the current one. */
	SAY("assign %d\n", event_assign(&c, NULL, -1, 0, t_say, "c"));
	CHECK(event_get_base(&c) == second);

	event_active(&a, EV_READ, 1);
	event_active(&b, EV_READ, 1);
	event_active(&c, EV_READ, 1);
	SAY("dispatch %d\n", event_dispatch());
	SAY("plain %d\n", event_base_dispatch(plain));
	SAY("first %d\n", event_base_dispatch(first));

	event_base_free(second);
	event_set(&a, -1, 0, t_say, "a");
	CHECK(event_get_base(&a) == NULL);
	event_base_free(first);
	event_base_free(plain);
	return t_result();
}
