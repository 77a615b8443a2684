/* A signal that the parent's handler noted before the fork belongs to the parent alone. */
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
	pid_t pid;

	event_add(ev, NULL);
	raise(SIGUSR1);
	pid = fork();
	if (pid == 0) {
		SAY("reinit %d\n", event_reinit(base));
		turn(base);
		SAY("child: %d runs\n", runs);
		raise(SIGUSR1);
		turn(base);
		SAY("child: %d runs\n", runs);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	turn(base);
	SAY("parent: %d runs\n", runs);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
