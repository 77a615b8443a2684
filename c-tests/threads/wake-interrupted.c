// on: ours
/* A signal interrupts the write that wakes the loop: it wakes all the same. */
#include "backends/kit.h"

#include <event2/thread.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>

static sem_t looping;
static _Thread_local int interrupts;

ssize_t
write(int fd, const void *from, size_t n)
{
	if (n == 8 && interrupts > 0) {
		interrupts--;
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_write, fd, from, n);
}

static void
started(evutil_socket_t fd, short what, void *arg)
{
	sem_post(&looping);
}

static void
stop(evutil_socket_t fd, short what, void *base)
{
	CHECK(event_base_loopbreak(base) == 0);
}

static void *
wake(void *ev)
{
	sem_wait(&looping);
	interrupts = 2;
	event_active(ev, EV_TIMEOUT, 1);
	CHECK(interrupts == 0);
	return NULL;
}

int
main(void)
{
	struct event_base *base;
	struct event *ev, *self, *timer;
	pthread_t thread;

	CHECK(evthread_use_pthreads() == 0);
	sem_init(&looping, 0, 0);
	base = event_base_new();
	ev = event_new(base, -1, 0, stop, base);
	self = event_new(base, -1, 0, started, NULL);
	timer = evtimer_new(base, t_say, "too late");
	CHECK(event_add(timer, MS(10000)) == 0);
	event_active(self, EV_TIMEOUT, 1);
	pthread_create(&thread, NULL, wake, ev);
	CHECK(event_base_dispatch(base) == 0);
	pthread_join(thread, NULL);
	event_free(ev);
	event_free(self);
	event_free(timer);
	event_base_free(base);
	sem_destroy(&looping);
	libevent_global_shutdown();
	return t_result();
}
