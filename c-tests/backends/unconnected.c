/* A TCP socket that is not connected is hung up from the start: a reader and a writer both hear of it. */
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
	static const struct { const char *name; short what; } kinds[] = {
		{ "reader", EV_READ }, { "writer", EV_WRITE }, { "both", EV_READ | EV_WRITE },
	};

	for (int i = 0; i < 3; ++i) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		struct event *ev = event_new(base, fd, kinds[i].what | EV_PERSIST, ran, (void *)kinds[i].name);

		SAY("%s\n", kinds[i].name);
		event_add(ev, NULL);
		turn(base);
		turn(base);
		event_free(ev);
		close(fd);
	}
	event_base_free(base);
	return t_result();
}
