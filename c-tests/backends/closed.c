/* EV_CLOSED: told of the other side's close, with bytes still to be read or without, alone or with EV_READ. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  %s\n", t_what(what));
}

static void
use(const char *name, short what, int bytes, int how)
{
	struct event_base *base = event_base_new();
	evutil_socket_t s[2];
	struct event *ev;

	if (!(event_base_get_features(base) & EV_FEATURE_EARLY_CLOSE)) {
		event_base_free(base);
		return;
	}
	t_pair(s);
	ev = event_new(base, s[0], what | EV_PERSIST, ran, NULL);
	SAY("%s, %s: add %d\n", name, t_what(what), event_add(ev, NULL));
	SAY(" pending: %s\n", t_what(event_pending(ev, EV_READ | EV_WRITE | EV_CLOSED, NULL)));
	if (bytes) {
		must_write(s[1], "bytes");
		SAY(" bytes\n");
		turn(base);
	}
	if (how < 0)
		close(s[1]);
	else
		shutdown(s[1], how);
	SAY(" closed\n");
	turn(base);
	SAY(" still closed, %d bytes read\n", drain(s[0]));
	turn(base);
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	if (how >= 0)
		close(s[1]);
}

int
main(void)
{
	for (int bytes = 0; bytes < 2; ++bytes) {
		use(bytes ? "close, bytes" : "close", EV_CLOSED, bytes, -1);
		use(bytes ? "close, bytes" : "close", EV_CLOSED | EV_READ, bytes, -1);
		use(bytes ? "half-close, bytes" : "half-close", EV_CLOSED, bytes, SHUT_WR);
		use(bytes ? "half-close, bytes" : "half-close", EV_CLOSED | EV_READ | EV_WRITE, bytes, SHUT_WR);
		use(bytes ? "no reads, bytes" : "no reads", EV_CLOSED | EV_READ, bytes, SHUT_RD);
	}
	return t_result();
}
