// Bases that are made, used, and used on in a child process: they work, or making them fails.
#include "kit.h"
#include <event2/thread.h>

static int heard, fired, came;

static void end_if_all(struct event_base *base)
{
	if (heard && fired && came)
		event_base_loopbreak(base);
}

T_CALLBACK(on_signal)
{
	heard++;
	end_if_all(arg);
}

T_CALLBACK(on_read)
{
	char byte;
	if (read(fd, &byte, 1) == 1)
		came++;
	end_if_all(arg);
}

T_CALLBACK(on_timer)
{
	fired++;
	end_if_all(arg);
}

/* All that a base has to do, once. */
static void use(struct event_base *base, evutil_socket_t to)
{
	heard = fired = came = 0;
	CHECK(write(to, "x", 1) == 1);
	raise(SIGUSR2);
	/* What was not registered is not heard of, so there is an end to waiting. */
	if (F_WORKS(event_base_loopexit(base, MS(300)) == 0) &&
	    F_WORKS(event_base_once(base, -1, EV_TIMEOUT, on_timer, base, MS(3)) == 0))
		f_run(base);
	F_ALL(heard == 1 && fired == 1 && came == 1);
}

static int in_child(struct event_base *base, evutil_socket_t to)
{
	int tries = 0;
	f_failures = t_failures = 0;
	/* Having failed, it may be asked again. */
	while (event_reinit(base) < 0 && ++tries < 3)
		f_failed("event_reinit");
	use(base, to);
	return t_result() ? 1 : f_failures ? 2 : 0;
}

static void fork_and_use(struct event_base *base, evutil_socket_t to)
{
	int status = 0;
	pid_t child;
	fflush(stdout);
	if ((child = fork()) == 0)
		_exit(in_child(base, to));
	CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) != 1);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		f_failures++;
}

static void live(void)
{
	struct event_base *base = event_base_new();
	struct event *on_usr2, *reader;
	evutil_socket_t fd[2];
	if (!F_WORKS(base))
		return;
	signal(SIGUSR2, SIG_IGN);
	if (f_pair(fd)) {
		on_usr2 = evsignal_new(base, SIGUSR2, on_signal, base);
		reader = event_new(base, fd[0], EV_READ | EV_PERSIST, on_read, base);
		if (F_WORKS(event_add(on_usr2, NULL) == 0) && F_WORKS(event_add(reader, NULL) == 0)) {
			use(base, fd[1]);
			fork_and_use(base, fd[1]);
		}
		event_free(on_usr2);
		event_free(reader);
		close(fd[0]);
		close(fd[1]);
	}
	event_base_free(base);
}

#ifndef SHARED
#define SHARED 0
#endif

int main(void)
{
	f_begin();
	if (SHARED)
		CHECK(evthread_use_pthreads() == 0);
	for (int i = 0; i < 3; i++)
		live();
	return f_end();
}
