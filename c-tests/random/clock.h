/* A clock and waits that belong to the test: time passes only when the library waits, and a
 * wait never sleeps. With these the same calls have the same results on every machine and under
 * any load. The functions of the C library are replaced for the whole program. */
#ifndef CT_CLOCK_H
#define CT_CLOCK_H

#include "t.h"
#include <dlfcn.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>

#define MAX_WAITS 30       /* in one call of the loop */
#define FIRST_FD 100       /* the test's fds are from here on; the library's own are below */
#define FAR_MS 100000      /* longer waits count as endless */

/* Microseconds since some start. */
#define CLOCK_START 1000000000
static int64_t t_clock = CLOCK_START;

/* The loop that waits now: its base, how often it has waited, how deep it is nested. */
static struct {
	struct event_base *base;
	int waits, depth;
} in_loop;

/* Where the search for the fd to report starts; poll and select report one fd at a time. */
static int turn_of_fd;

int clock_gettime(clockid_t clock, struct timespec *ts)
{
	ts->tv_sec = t_clock / 1000000;
	ts->tv_nsec = t_clock % 1000000 * 1000;
	return 0;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	tv->tv_sec = t_clock / 1000000;
	tv->tv_usec = t_clock % 1000000;
	return 0;
}

/* Whether the kernel is to be asked. It is not while events are active: which of the things that
 * happen meanwhile are added to what those are told is not promised. */
static int ask_kernel(void)
{
	if (in_loop.depth == 1)
		t_clock += 1000;
	if (++in_loop.waits > MAX_WAITS) {
		SAY("enough waits\n");
		event_base_loopbreak(in_loop.base);
	}
	return event_base_get_num_events(in_loop.base, EVENT_BASE_COUNT_ACTIVE) == 0;
}

/* Lets the time pass that a wait without a result takes; TIMEOUT is below 0 if it is endless.
 * Time stands still in a loop inside of a callback: the outer one has fixed it for its turn. */
static int pass(int64_t timeout)
{
	if (timeout < 0 || timeout > FAR_MS * 1000L || (timeout > 0 && in_loop.depth > 1)) {
		SAY("nothing more to wait for\n");
		event_base_loopbreak(in_loop.base);
	} else {
		t_clock += timeout;
	}
	return 0;
}

/* The fd that poll or select is to report, of all that are ready: the library's own first. */
static int choose(const int *ready, int n)
{
	int best = -1, distance = 1000;
	turn_of_fd = (turn_of_fd + 5) % 16;
	for (int i = 0; i < n; i++) {
		int d = ready[i] < FIRST_FD ? -1 : (ready[i] - FIRST_FD + turn_of_fd) % 16;
		if (d < distance) {
			distance = d;
			best = ready[i];
		}
	}
	return best;
}

static int by_fd(const void *a, const void *b)
{
	return ((const struct epoll_event *)a)->data.fd - ((const struct epoll_event *)b)->data.fd;
}

int epoll_wait(int epoll, struct epoll_event *events, int max, int timeout)
{
	int (*real)(int, struct epoll_event *, int, int) = dlsym(RTLD_NEXT, "epoll_wait");
	int n = ask_kernel() ? real(epoll, events, max, 0) : 0;
	if (n > 1) /* the kernel's order depends on when each was registered */
		qsort(events, n, sizeof *events, by_fd);
	return n ? n : pass(timeout < 0 ? -1 : timeout * 1000L);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	int (*real)(struct pollfd *, nfds_t, int) = dlsym(RTLD_NEXT, "poll");
	int ready[FIRST_FD], n = 0, chosen;
	if (!in_loop.base)
		return real(fds, count, timeout);
	if (!ask_kernel() || real(fds, count, 0) == 0)
		return pass(timeout < 0 ? -1 : timeout * 1000L);
	for (nfds_t i = 0; i < count; i++)
		if (fds[i].revents)
			ready[n++] = fds[i].fd;
	chosen = choose(ready, n);
	for (nfds_t i = 0; i < count; i++)
		if (fds[i].fd != chosen)
			fds[i].revents = 0;
	return 1;
}

int select(int count, fd_set *r, fd_set *w, fd_set *e, struct timeval *timeout)
{
	int (*real)(int, fd_set *, fd_set *, fd_set *, struct timeval *) =
	    dlsym(RTLD_NEXT, "select");
	struct timeval zero = { 0, 0 };
	int64_t limit = timeout ? timeout->tv_sec * 1000000L + timeout->tv_usec : -1;
	int ready[FD_SETSIZE], n = 0, chosen, result = 0;
	int asked = ask_kernel();
	if (asked)
		result = real(count, r, w, e, &zero);
	for (int fd = 0; !asked && fd < count; fd++) { /* the sets may be short: no FD_ZERO */
		FD_CLR(fd, r);
		FD_CLR(fd, w);
	}
	if (result <= 0)
		return result < 0 ? result : pass(limit);
	for (int fd = 0; fd < count; fd++)
		if (FD_ISSET(fd, r) || FD_ISSET(fd, w))
			ready[n++] = fd;
	chosen = choose(ready, n);
	result = 0;
	for (int fd = 0; fd < count; fd++) {
		if (fd != chosen) {
			FD_CLR(fd, r);
			FD_CLR(fd, w);
		}
		result += (FD_ISSET(fd, r) != 0) + (FD_ISSET(fd, w) != 0);
	}
	return result;
}

#endif
