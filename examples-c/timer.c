/*
 * Timers: one that comes again and again, and one that comes once.
 *
 *   cc -o timer timer.c -levent
 *   ./timer
 */
#include <stdio.h>
#include <sys/time.h>

#include <event2/event.h>

#define TICKS 5

struct ticker {
	struct event *event;
	int count;
};

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct ticker *t = arg;
	(void)fd, (void)what;
	printf("tick %d\n", ++t->count);
	if (t->count == TICKS)
		event_del(t->event); /* nothing is pending any more: the loop ends */
}

static void on_once(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	printf("%s\n", (const char *)arg);
}

int main(void)
{
	struct timeval period = {0, 200000}, soon = {0, 100000};
	struct event_base *base = event_base_new();
	struct ticker ticker = {NULL, 0};
	struct event *once;

	if (!base)
		return 1;
	ticker.event = event_new(base, -1, EV_PERSIST, on_tick, &ticker);
	once = evtimer_new(base, on_once, "one-shot");
	if (!ticker.event || !once || event_add(ticker.event, &period) || event_add(once, &soon))
		return 1;
	event_base_dispatch(base);

	event_free(once);
	event_free(ticker.event);
	event_base_free(base);
	return 0;
}
