/* A child calls event_reinit: its I/O, signal and timer events go on, and the parent's are not disturbed. */
#include "backends/kit.h"

static const char *who = "parent";

static void
ran(evutil_socket_t fd, short what, void *name)
{
	if (what & EV_READ)
		drain(fd);
	SAY("  %s %s: %s\n", who, (const char *)name, t_what(what));
}

int
main(void)
{
	struct event_base *base = event_base_new();
	struct event *rd, *usr1, *usr2, *timer;
	evutil_socket_t s[2];
	pid_t pid;
	int status = 0;

	t_log();
	t_pair(s);
	rd = event_new(base, s[0], EV_READ | EV_PERSIST, ran, "reader");
	usr1 = evsignal_new(base, SIGUSR1, ran, "USR1");
	usr2 = evsignal_new(base, SIGUSR2, ran, "USR2");
	timer = evtimer_new(base, ran, "timer");
	event_add(rd, NULL);
	event_add(usr1, NULL);
	event_add(usr2, NULL);
	event_add(timer, MS(60000));
	raise(SIGUSR2);
	turn(base);

	pid = fork();
	if (pid == 0) {
		who = "child";
		SAY("reinit %d, %d added\n", event_reinit(base), event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
		SAY("pending %s, %s\n", t_what(event_pending(rd, EV_READ, NULL)), t_what(event_pending(usr1, EV_SIGNAL, NULL)));
		event_del(timer);
		turn(base);
		raise(SIGUSR1);
		turn(base);
		must_write(s[1], "x");
		turn(base);
		SAY("again: reinit %d\n", event_reinit(base));
		must_write(s[1], "x");
		turn(base);
		raise(SIGUSR2);
		turn(base);
		event_del(usr1);
		event_del(usr2);
		event_del(rd);
		SAY("all deleted: reinit %d, turn %d\n", event_reinit(base), turn(base));
		event_add(usr1, NULL);
		raise(SIGUSR1);
		turn(base);
		event_free(rd);
		event_free(usr1);
		event_free(usr2);
		event_free(timer);
		event_base_free(base);
		_exit(t_result());
	}
	waitpid(pid, &status, 0);
	SAY("child's status %d\n", status);
	event_del(timer);
	SAY("nothing of the child's: %d\n", turn(base));
	must_write(s[1], "y");
	turn(base);
	raise(SIGUSR1);
	turn(base);
	raise(SIGUSR2);
	turn(base);
	event_free(rd);
	event_free(usr1);
	event_free(usr2);
	event_free(timer);
	event_base_free(base);
	return t_result();
}
