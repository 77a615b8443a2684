/* An eventfd: writable unless full, readable unless zero. */
#include "backends/kit.h"

#include <stdint.h>
#include <sys/eventfd.h>

static void
ran(evutil_socket_t fd, short what, void *name)
{
	SAY("  %s: %s\n", (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	struct event *rd = event_new(base, fd, EV_READ | EV_PERSIST, ran, "reader");
	struct event *wr = event_new(base, fd, EV_WRITE | EV_PERSIST, ran, "writer");
	uint64_t n = UINT64_MAX - 1;

	SAY("add: %d %d\n", event_add(rd, NULL), event_add(wr, NULL));
	SAY("zero\n");
	turn(base);
	CHECK(write(fd, &n, sizeof n) == sizeof n);
	SAY("full\n");
	turn(base);
	CHECK(read(fd, &n, sizeof n) == sizeof n);
	n = 1;
	CHECK(write(fd, &n, sizeof n) == sizeof n);
	SAY("one\n");
	turn(base);
	event_free(rd);
	event_free(wr);
	event_base_free(base);
	return t_result();
}
