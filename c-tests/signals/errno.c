/* The handler leaves errno as it was. */
#include "backends/kit.h"

static int runs;

static void
ran(evutil_socket_t sig, short what, void *arg)
{
	++runs;
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evsignal_new(base, SIGUSR1, ran, NULL);

	event_add(ev, NULL);
	errno = EDOM;
	raise(SIGUSR1);
	SAY("%s\n", t_errno(errno));
	for (int i = 0; i < 50; ++i) {
		errno = ERANGE;
		raise(SIGUSR1);
		CHECK(errno == ERANGE);
	}
	turn(base);
	SAY("%d runs\n", runs);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
