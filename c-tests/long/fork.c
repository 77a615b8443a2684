// run: epoll,poll
// timeout: 900
// A process with a timer, a signal, a socket and locks forks again and again. The child calls event_reinit, uses the
// base, and ends or frees it first. The parent's events are still there, and nothing piles up.
#include "long/kit.h"

#include <event2/thread.h>

enum { ROUNDS = 60, LONG_ROUNDS = 1000 };
static struct event_base *base;
static struct event *events[3];
static evutil_socket_t pair[2];
static int ticks, signals, bytes;

T_CALLBACK(tick) { ticks++; }
T_CALLBACK(signalled) { signals++; }
T_CALLBACK(reads)
{
	char c;
	bytes += read(fd, &c, 1) == 1;
}

/* Each kind of event comes once more. */
static void use(void)
{
	long end = now_ms() + 10000;
	ticks = signals = bytes = 0;
	raise(SIGUSR1);
	CHECK(write(pair[1], "x", 1) == 1);
	while ((!ticks || !signals || !bytes) && now_ms() < end)
		event_base_loop(base, EVLOOP_ONCE);
	CHECK(ticks > 0 && signals == 1 && bytes == 1);
}

static void free_all(void)
{
	for (int i = 0; i < 3; i++)
		event_free(events[i]);
	event_base_free(base);
}

static void be_child(int round)
{
	CHECK(event_reinit(base) == 0);
	use();
	if (round % 2)
		free_all();
	_exit(t_result());
}

int main(void)
{
	int rounds = is_long() ? LONG_ROUNDS : ROUNDS;

	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	t_pair(pair);
	events[0] = event_new(base, -1, EV_PERSIST, tick, NULL);
	events[1] = event_new(base, SIGUSR1, EV_SIGNAL | EV_PERSIST, signalled, NULL);
	events[2] = event_new(base, pair[0], EV_READ | EV_PERSIST, reads, NULL);
	for (int i = 0; i < 3; i++)
		event_add(events[i], i ? NULL : MS(1));
	use();
	for (int round = 0; round < rounds; round++) {
		int status = 0;
		long start = now_us();
		pid_t pid = fork();
		if (pid == 0)
			be_child(round);
		CHECK(waitpid(pid, &status, 0) == pid && status == 0);
		use();
		take_sample(now_us() - start);
	}
	FIGURES("fork: %d rounds\n", rounds);
	check_flat("fork");
	free_all();
	return t_result();
}
