/* A child frees the base it got from its parent after event_reinit, or frees a base without events as it is. */
#include "backends/kit.h"

static struct event_base *base;
static struct event *rd, *sig;

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
	if (what & EV_READ)
		drain(fd);
}

static void
with_reinit(void)
{
	CHECK(event_reinit(base) == 0);
	event_free(rd);
	event_free(sig);
	event_base_free(base);
}

static void
events_left(void)
{
	CHECK(event_reinit(base) == 0);
	event_base_free(base);
}

static void
as_it_is(void)
{
	event_base_free(base);
}

int
main(void)
{
	evutil_socket_t s[2];

	t_log();
	base = event_base_new();
	t_child("without events", as_it_is);
	t_pair(s);
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader");
	sig = evsignal_new(base, SIGUSR1, ran, "signal");
	event_add(rd, NULL);
	event_add(sig, NULL);
	t_child("reinit", with_reinit);
	t_child("reinit, events left", events_left);
	raise(SIGUSR1);
	turn(base);
	must_write(s[1], "x");
	turn(base);
	event_free(rd);
	event_free(sig);
	event_base_free(base);
	return t_result();
}
