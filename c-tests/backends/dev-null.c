// run: poll,select
/* Devices that are always ready; only the backends that take any fd. */
#include "backends/kit.h"

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

static void
use(const char *path)
{
	struct event_base *base = event_base_new();
	int fd = open(path, O_RDWR);
	struct event *ev = event_new(base, fd, EV_READ | EV_WRITE | EV_PERSIST, ran, (void *)path);

	CHECK(fd >= 0);
	SAY("%s: add %d\n", path, event_add(ev, NULL));
	SAY("turn: %d\n", turn(base));
	event_free(ev);
	event_base_free(base);
	close(fd);
}

int
main(void)
{
	use("/dev/null");
	use("/dev/zero");
	return t_result();
}
