// run: epoll
/* epoll refuses /dev/null and directories; the base goes on. */
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
	static const char *const paths[] = { "/dev/null", "/" };
	struct event *ok;
	evutil_socket_t s[2];

	t_log();
	for (int i = 0; i < 2; ++i) {
		int fd = as_number(open(paths[i], i ? O_RDONLY | O_DIRECTORY : O_RDWR), 100), r;
		struct event *ev = event_new(base, fd, EV_READ | EV_PERSIST, ran, (void *)paths[i]);

		errno = 0;
		r = event_add(ev, NULL);
		SAY("%s: add %d, %s\n", paths[i], r, t_errno(errno));
		event_free(ev);
		close(fd);
	}
	t_pair(s);
	ok = event_new(base, s[0], EV_WRITE, ran, "socket");
	SAY("socket: add %d\n", event_add(ok, NULL));
	SAY("dispatch: %d\n", event_base_dispatch(base));
	event_free(ok);
	event_base_free(base);
	return t_result();
}
