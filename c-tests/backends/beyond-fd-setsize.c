// run: epoll,changelist,poll
/* fds above FD_SETSIZE. */
#include "backends/kit.h"

#include <sys/resource.h>
#include <sys/select.h>

static int sum;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	char c;

	if (what & EV_READ)
		CHECK(read(fd, &c, 1) == 1);
	sum += what;
}

int
main(void)
{
	static const int numbers[] = { FD_SETSIZE - 1, FD_SETSIZE, FD_SETSIZE + 1, 1500, 1087, 1088 };
	enum { COUNT = sizeof numbers / sizeof *numbers };
	struct event_base *base = event_base_new();
	struct rlimit limit;
	struct event *ev[COUNT];
	evutil_socket_t s[COUNT][2];

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = 2048;
	if (limit.rlim_max < limit.rlim_cur || setrlimit(RLIMIT_NOFILE, &limit) < 0) {
		SAY("no room\n");
		return 0;
	}
	for (int i = 0; i < COUNT; ++i) {
		t_pair(s[i]);
		s[i][0] = as_number(s[i][0], numbers[i]);
		ev[i] = event_new(base, s[i][0], EV_READ | EV_PERSIST, ran, NULL);
		CHECK(event_add(ev[i], NULL) == 0);
		must_write(s[i][1], "x");
	}
	turn(base);
	SAY("%d\n", sum);
	CHECK(sum == COUNT * EV_READ);
	/* The lowest and the highest go; one of the others becomes a writer too. */
	event_del(ev[0]);
	event_del(ev[3]);
	event_free(ev[1]);
	ev[1] = event_new(base, s[1][0], EV_READ | EV_WRITE | EV_PERSIST, ran, NULL);
	CHECK(event_add(ev[1], NULL) == 0);
	for (int i = 0; i < COUNT; ++i)
		must_write(s[i][1], "y");
	sum = 0;
	turn(base);
	SAY("%d\n", sum);
	CHECK(sum == (COUNT - 2) * EV_READ + EV_WRITE);
	for (int i = 0; i < COUNT; ++i)
		event_free(ev[i]);
	event_base_free(base);
	return t_result();
}
