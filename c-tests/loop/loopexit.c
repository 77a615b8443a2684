// loopexit lets the active events finish, and is itself an event of the next turn.
#include "t.h"

static struct event_base *base;
static struct event *ev[3];

T_CALLBACK(on_exit_now)
{
	t_say(fd, what, arg);
	SAY("loopexit %d\n", event_base_loopexit(base, NULL));
	SAY("got exit %d\n", event_base_got_exit(base));
}

static void run(const char *title)
{
	int result = event_base_loop(base, 0);
	SAY("%s: %d, got exit %d\n", title, result, event_base_got_exit(base));
}

int main(void)
{
	base = event_base_new();
	ev[0] = event_new(base, -1, 0, on_exit_now, "first");
	ev[1] = event_new(base, -1, 0, t_say, "second");
	ev[2] = event_new(base, -1, 0, t_say, "third");
	for (int i = 0; i < 3; i++)
		event_active(ev[i], EV_READ, 1);
	run("exit from the first of three");

	/* Asked for twice. The second wish is an event that stays for the next loop. */
	event_base_loopexit(base, NULL);
	event_base_loopexit(base, MS(150));
	SAY("got exit before the loop: %d\n", event_base_got_exit(base));
	SAY("events added: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	event_add(ev[2], MS(3600000));
	run("asked for before the loop");
	SAY("events added: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	run("the second wish");
	SAY("events added: %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));

	/* After the loop has ended the state is as it was, until the next loop. */
	event_del(ev[2]);
	SAY("got exit still: %d\n", event_base_got_exit(base));
	run("an empty loop");
	for (int i = 0; i < 3; i++)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
