// timeout: 600
/* A ring of bufferevents, each in the loop of its own thread: what one receives it writes to the next, whose loop sends it to
 * the one after that. Other threads write to all of them. Every byte goes round once and arrives, and so does every byte that
 * goes through pairs whose ends are used by different threads. */
#include "threads/stress.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>

enum { LOOPS = 4, WRITERS = 3, ROUNDS = 300, OPTIONS =
	BEV_OPT_THREADSAFE | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS | BEV_OPT_CLOSE_ON_FREE };
static struct event_base *base[LOOPS];
static struct bufferevent *out[LOOPS], *in[LOOPS], *pair[LOOPS][2];
static atomic_long received[LOOPS], sum[LOOPS], by_pair[LOOPS];
static int rounds;

static void *run(void *arg)
{
	CHECK(event_base_loop(arg, EVLOOP_NO_EXIT_ON_EMPTY) == 0);
	return NULL;
}

/* What loop N has got. A byte is marked with how far it still goes. */
static void on_read(struct bufferevent *me, void *arg)
{
	long n = (long)arg;
	unsigned char bytes[4096];
	size_t len;
	while ((len = bufferevent_read(me, bytes, sizeof bytes)) > 0) {
		size_t going_on = 0;
		for (size_t i = 0; i < len; i++) {
			sum[n] += bytes[i] >> 2;
			if (bytes[i] & 3)
				bytes[going_on++] = bytes[i] - 1;
			else
				received[n]++;
		}
		CHECK(bufferevent_write(out[(n + 1) % LOOPS], bytes, going_on) == 0);
	}
}

static void on_pair(struct bufferevent *me, void *arg)
{
	char bytes[4096];
	size_t len;
	while ((len = bufferevent_read(me, bytes, sizeof bytes)) > 0)
		by_pair[(long)arg] += (long)len;
}

/* Writes 100 bytes to each, which go LOOPS - 1 steps on. */
static void *write_to_all(void *arg)
{
	unsigned char bytes[100];
	for (int i = 0; i < rounds; i++) {
		memset(bytes, (i % 64) << 2 | (LOOPS - 1), sizeof bytes);
		for (int n = 0; n < LOOPS; n++) {
			CHECK(bufferevent_write(out[n], bytes, sizeof bytes) == 0);
			CHECK(bufferevent_write(pair[n][i & 1], bytes, sizeof bytes) == 0);
			if (i % 16 == n) {
				bufferevent_disable(in[n], EV_READ);
				bufferevent_enable(in[n], EV_READ);
			}
		}
		if (i % 8 == 0)
			sched_yield();
	}
	return NULL;
}

static void make(long n)
{
	evutil_socket_t fd[2];
	t_pair(fd);
	out[n] = bufferevent_socket_new(base[n], fd[0], OPTIONS);
	in[n] = bufferevent_socket_new(base[n], fd[1], OPTIONS);
	CHECK(bufferevent_pair_new(base[n], OPTIONS & ~BEV_OPT_CLOSE_ON_FREE, pair[n]) == 0);
	bufferevent_setcb(in[n], on_read, NULL, NULL, (void *)n);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(pair[n][i], on_pair, NULL, NULL, (void *)n);
		bufferevent_enable(pair[n][i], EV_READ);
	}
}

static long total(atomic_long *of)
{
	long all = 0;
	for (int n = 0; n < LOOPS; n++)
		all += of[n];
	return all;
}

static void ring(void)
{
	pthread_t loop[LOOPS], writer[WRITERS];
	long all, marks = 0;

	rounds = times(ROUNDS);
	all = 100L * rounds * LOOPS * WRITERS;
	for (int n = 0; n < LOOPS; n++) {
		base[n] = event_base_new();
		make(n);
	}
	for (int n = 0; n < LOOPS; n++) {
		bufferevent_enable(in[n], EV_READ);
		pthread_create(&loop[n], NULL, run, base[n]);
	}
	for (int n = 0; n < WRITERS; n++)
		pthread_create(&writer[n], NULL, write_to_all, NULL);
	for (int n = 0; n < WRITERS; n++)
		pthread_join(writer[n], NULL);
	WAIT_UNTIL(total(received) >= all && total(by_pair) >= all);
	for (int i = 0; i < rounds; i++)
		marks += i % 64;
	SAY("received: %d, their marks: %d, by pairs: %d\n", total(received) == all,
	    total(sum) == marks * 100 * LOOPS * WRITERS * LOOPS, total(by_pair) == all);
	for (int n = 0; n < LOOPS; n++) {
		bufferevent_free(in[n]);
		bufferevent_free(out[n]);
		bufferevent_free(pair[n][0]);
		bufferevent_free(pair[n][1]);
		event_base_loopexit(base[n], NULL);
	}
	for (int n = 0; n < LOOPS; n++) {
		pthread_join(loop[n], NULL);
		event_base_free(base[n]);
	}
}

int main(void) { return stress(ring); }
