// A thread that waits in the loop, for an fd or for a timer, can be cancelled. The lock of the base is free then, so
// another thread goes on with the base.
#include "t.h"
#include <event2/thread.h>
#include <pthread.h>

static struct event_base *base;

static void *run(void *arg)
{
	event_base_loop(base, 0);
	SAY("the loop ended\n");
	return NULL;
}

/* The loop waits next, and that is where the thread ends. */
T_CALLBACK(cancel) { pthread_cancel(pthread_self()); }

static void wait_for(int fd, short events, const struct timeval *timeout)
{
	struct event *ev, *soon;
	pthread_t thread;
	void *result;

	base = event_base_new();
	ev = event_new(base, fd, events, t_say, "event");
	soon = event_new(base, -1, 0, cancel, NULL);
	event_add(ev, timeout);
	event_active(soon, EV_TIMEOUT, 1);
	CHECK(pthread_create(&thread, NULL, run, NULL) == 0);
	CHECK(pthread_join(thread, &result) == 0);
	SAY("cancelled: %d\n", result == PTHREAD_CANCELED);

	CHECK(event_del(ev) == 0);
	CHECK(event_add(ev, MS(1)) == 0);
	SAY("loop: %d\n", event_base_loop(base, EVLOOP_NONBLOCK));
	event_free(soon);
	event_free(ev);
	event_base_free(base);
}

int main(void)
{
	evutil_socket_t fd[2];
	t_pair(fd);
	t_log();
	wait_for(fd[0], EV_READ, NULL);
	wait_for(-1, 0, MS(3600000));
	wait_for(-1, 0, &(struct timeval){ 3600, 1 });
	CHECK(evthread_use_pthreads() == 0);
	wait_for(fd[0], EV_READ, NULL);
	wait_for(-1, 0, MS(3600000));
	return t_result();
}
