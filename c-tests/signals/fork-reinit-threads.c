/* event_reinit with threads in use: the wake-up of the child's base is its own, and works. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>

static struct event_base *base;
static struct event *user;
static const char *who = "parent";

static void
ran(evutil_socket_t fd, short what, void *arg)
{
	SAY("  %s: user event %s\n", who, t_what(what));
	event_base_loopbreak(base);
}

static void *
poke(void *arg)
{
	event_active(user, EV_READ, 1);
	return NULL;
}

static void
loop_until_poked(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, poke, NULL);
	SAY("%s: loop %d\n", who, event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY));
	pthread_join(thread, NULL);
#ifndef LEAVE_WAKE_UP_PENDING
	turn(base); /* the wake-up itself */
#endif
}

int
main(void)
{
	int status = 0;
	pid_t pid;

	t_log();
	evthread_use_pthreads();
	base = event_base_new();
	user = event_new(base, -1, EV_PERSIST, ran, NULL);
	SAY("notifiable: %d\n", evthread_make_base_notifiable(base));
	loop_until_poked();
	pid = fork();
	if (pid == 0) {
		who = "child";
		SAY("reinit %d\n", event_reinit(base));
		loop_until_poked();
		SAY("reinit %d\n", event_reinit(base));
		loop_until_poked();
		SAY("notifiable: %d\n", evthread_make_base_notifiable(base));
		event_free(user);
		event_base_free(base);
		libevent_global_shutdown();
		_exit(t_result());
	}
	waitpid(pid, &status, 0);
	SAY("child's status %d\n", status);
	loop_until_poked();
	event_free(user);
	event_base_free(base);
	libevent_global_shutdown();
	return t_result();
}
