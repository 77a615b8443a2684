/* Two bases with signal events: the one that was told last hears the signals, with a warning. */
#include "backends/kit.h"

static void
on_signal(evutil_socket_t sig, short what, void *name)
{
	SAY("  %s\n", (const char *)name);
}

static struct event_base *a, *b;

/* Prints a log line with the names of the bases in place of their addresses. */
static void
log_line(int severity, const char *text)
{
	char addr[2][32];

	sprintf(addr[0], "%p", (void *)a);
	sprintf(addr[1], "%p", (void *)b);
	SAY("log %d: ", severity);
	while (*text) {
		int which = 0;

		while (which < 2 && strncmp(text, addr[which], strlen(addr[which])))
			++which;
		if (which == 2)
			SAY("%c", *text++);
		else {
			SAY("%s", which ? "B" : "A");
			text += strlen(addr[which]);
		}
	}
	SAY("\n");
}

static void
look(const char *what, int sig)
{
	raise(sig);
	SAY("%s\n", what);
	turn(a);
	turn(b);
}

int
main(void)
{
	struct event *of_a, *of_b, *second, *on_2;

	event_set_log_callback(log_line);
	a = event_base_new();
	b = event_base_new();
	of_a = evsignal_new(a, SIGUSR1, on_signal, "a");
	of_b = evsignal_new(b, SIGUSR1, on_signal, "b");
	second = evsignal_new(a, SIGUSR1, on_signal, "a, second");
	on_2 = evsignal_new(a, SIGUSR2, on_signal, "a, another signal");
	SAY("add to a: %d\n", event_add(of_a, NULL));
	look("one", SIGUSR1);
	SAY("add to b: %d\n", event_add(of_b, NULL));
	look("two", SIGUSR1);
	SAY("add a second to a: %d\n", event_add(second, NULL));
	look("three", SIGUSR1);
	SAY("add another signal to a: %d\n", event_add(on_2, NULL));
	look("four", SIGUSR2);
	look("five", SIGUSR1);
	turn(a);
	look("a's loop ran last", SIGUSR1);
	event_free(of_b);
	signal(SIGUSR1, SIG_IGN);
	event_free(of_a);
	event_free(second);
	event_free(on_2);
	event_base_free(b);
	event_base_free(a);
	return t_result();
}
