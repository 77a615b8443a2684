// on: ours
/* A child that frees the base that it has from its parent, without event_reinit, takes nothing from the parent. */
#include "backends/kit.h"

#include <sys/wait.h>

static int runs;

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	runs |= what;
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *reader, *sig;
	evutil_socket_t s[2];
	pid_t child;
	int status;

	t_pair(s);
	reader = event_new(base, s[0], EV_READ | EV_PERSIST, ran, NULL);
	sig = evsignal_new(base, SIGUSR1, ran, NULL);
	CHECK(event_add(reader, NULL) == 0 && event_add(sig, NULL) == 0);
	child = fork();
	if (child == 0) {
		event_base_free(base);
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child && status == 0);
	must_write(s[1], "x");
	turn(base);
	CHECK(runs == EV_READ);
	raise(SIGUSR1);
	drain(s[0]);
	for (int i = 0; i < 10 && runs == EV_READ; ++i)
		turn(base);
	CHECK(runs == (EV_READ | EV_SIGNAL));
	event_free(reader);
	event_free(sig);
	event_base_free(base);
	return t_result();
}
