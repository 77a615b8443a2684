/* A system call interrupted by a signal with an event goes on by itself. */
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
	pid_t parent = getpid(), child;
	int p[2];
	char c = 0;
	ssize_t n;

	CHECK(pipe(p) == 0);
	event_add(ev, NULL);
	child = fork();
	if (child == 0) {
		for (int i = 0; i < 5; ++i) {
			kill(parent, SIGUSR1);
			sleep_ms(5);
		}
		must_write(p[1], "x");
		_exit(0);
	}
	errno = 0;
	n = read(p[0], &c, 1);
	SAY("read %zd '%c' %s\n", n, c, t_errno(errno));
	waitpid(child, NULL, 0);
	turn(base);
	CHECK(runs >= 1);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
