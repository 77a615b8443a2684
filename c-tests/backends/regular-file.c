// run: epoll,poll,select
/* A regular file: epoll refuses it with EPERM and a warning, poll and select call it always ready. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev[3];
	int fd = as_number(open("file", O_RDWR | O_CREAT | O_TRUNC, 0600), 100);
	static const short kinds[] = { EV_READ, EV_WRITE, EV_READ | EV_WRITE };

	t_log();
	for (int i = 0; i < 3; ++i) {
		int r;

		ev[i] = event_new(base, fd, kinds[i] | EV_PERSIST, ran, (void *)t_what(kinds[i]));
		errno = 0;
		r = event_add(ev[i], NULL);
		SAY("add %s: %d%s%s\n", t_what(kinds[i]), r, r ? ", " : "", r ? t_errno(errno) : "");
		SAY("pending %s, added %d\n", t_what(event_pending(ev[i], EV_READ | EV_WRITE, NULL)),
		    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		SAY("turn: %d\n", turn(base));
		SAY("del: %d\n", event_del(ev[i]));
	}
	/* With a timeout: neither is added. */
	SAY("add with a timeout: %d\n", event_add(ev[0], MS(60000)));
	SAY("pending %s\n", t_what(event_pending(ev[0], EV_READ | EV_TIMEOUT, NULL)));
	for (int i = 0; i < 3; ++i)
		event_free(ev[i]);
	event_base_free(base);
	unlink("file");
	return t_result();
}
