// run: epoll,changelist,poll
/* Two thousand pipes: all readable at once, then in turns, each heard of exactly once. */
#include "backends/kit.h"

#include <sys/resource.h>

enum { COUNT = 2000 };
static int seen[COUNT], total;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	char c;

	CHECK(what == EV_READ && read(fd, &c, 1) == 1);
	++*(int *)arg;
	++total;
}

int
main(void)
{
	struct event_base *base = event_base_new();
	static struct event *ev[COUNT];
	static int p[COUNT][2];
	struct rlimit limit;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
	if (limit.rlim_cur < 2 * COUNT + 50 || setrlimit(RLIMIT_NOFILE, &limit) < 0) {
		SAY("no room\n");
		return 0;
	}
	for (int i = 0; i < COUNT; ++i) {
		CHECK(pipe2(p[i], O_NONBLOCK) == 0);
		ev[i] = event_new(base, p[i][0], EV_READ | EV_PERSIST, ran, &seen[i]);
		CHECK(event_add(ev[i], NULL) == 0);
		must_write(p[i][1], "x");
	}
	SAY("added %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	while (total < COUNT)
		event_base_loop(base, EVLOOP_ONCE);
	for (int i = 0; i < COUNT; ++i)
		CHECK(seen[i] == 1);
	SAY("ran %d\n", total);

	/* Every third is deleted, every fifth gets a byte. */
	for (int i = 0; i < COUNT; ++i) {
		if (i % 3 == 0)
			CHECK(event_del(ev[i]) == 0);
		if (i % 5 == 0)
			must_write(p[i][1], "y");
	}
	for (int i = 0; i < 20; ++i)
		turn(base);
	SAY("ran %d\n", total);
	for (int i = 0; i < COUNT; ++i)
		CHECK(seen[i] == 1 + (i % 3 != 0 && i % 5 == 0));
	for (int i = 0; i < COUNT; ++i)
		if (i % 3 == 0)
			CHECK(event_add(ev[i], NULL) == 0);
	for (int i = 0; i < 20; ++i)
		turn(base);
	SAY("ran %d\n", total);
	for (int i = 0; i < COUNT; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
