/*
 * Signals as events: Ctrl-C ends the loop, and the program cleans up as it always does.
 *
 *   cc -o signal signal.c -levent
 *   ./signal          (then Ctrl-C)
 */
#include <signal.h>
#include <stdio.h>

#include <event2/event.h>

/* An ordinary callback in the loop, not a signal handler: everything is allowed here. */
static void on_interrupt(evutil_socket_t sig, short what, void *arg)
{
	struct event_base *base = arg;
	(void)what;
	printf("signal %d: leaving\n", (int)sig);
	event_base_loopexit(base, NULL);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct event *interrupt;

	if (!base)
		return 1;
	interrupt = evsignal_new(base, SIGINT, on_interrupt, base);
	if (!interrupt || event_add(interrupt, NULL))
		return 1;
	printf("waiting for Ctrl-C\n");
	fflush(stdout);
	event_base_dispatch(base);

	event_free(interrupt);
	event_base_free(base);
	printf("bye\n");
	return 0;
}
