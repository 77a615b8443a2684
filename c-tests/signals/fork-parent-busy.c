/* Parent and child both run their loops at the same time after event_reinit, with signals between them. */
#include "backends/kit.h"

static const char *who = "parent";
static pid_t other;
static int left;

static void
pass_on(evutil_socket_t sig, short what, void *base)
{
	SAY("%s %d\n", who, left);
	if (--left == 0)
		event_base_loopexit(base, NULL);
	if (strcmp(who, "child") || left)
		kill(other, SIGUSR1);
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = evsignal_new(base, SIGUSR1, pass_on, base);
	int status = 0, ready[2];
	char c;

	CHECK(pipe(ready) == 0);
	event_add(ev, NULL);
	left = 5;
	other = fork();
	if (other == 0) {
		who = "child";
		other = getppid();
		CHECK(event_reinit(base) == 0);
		must_write(ready[1], "x");
		SAY("child: dispatch %d\n", event_base_dispatch(base));
		event_free(ev);
		event_base_free(base);
		_exit(t_result());
	}
	CHECK(read(ready[0], &c, 1) == 1);
	/* The first throw. */
	kill(other, SIGUSR1);
	left = 4;
	event_base_dispatch(base);
	waitpid(other, &status, 0);
	SAY("child's status %d, parent's rest %d\n", status, left);
	event_free(ev);
	event_base_free(base);
	return t_result();
}
