/*
 * Bufferevents and listeners: CPU time, and the memory of idle ones. bench.h
 * tells how to run it. floor.c has the same work without the library.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>

#include "floor.h"

static void trouble(struct bufferevent *bev, short what, void *arg)
{
	(void)bev, (void)what, (void)arg;
	die("unexpected event of a bufferevent");
}

static void start(struct bufferevent *bev, bufferevent_data_cb readable, bufferevent_data_cb written)
{
	bufferevent_setcb(bev, readable, written, trouble, NULL);
	if (bufferevent_enable(bev, EV_READ | EV_WRITE))
		die("bufferevent_enable");
}

static struct bufferevent *over(evutil_socket_t fd, int options)
{
	evutil_make_socket_nonblocking(fd);
	return must(bufferevent_socket_new(base, fd, options), "bufferevent_socket_new");
}

static void socket_bufferevents(struct bufferevent *two[2], int options)
{
	evutil_socket_t s[2];
	socket_pair(s);
	two[0] = over(s[0], options);
	two[1] = over(s[1], options);
}

/* ---- echo: one message at a time on each pair ---- */

static char message[MESSAGE];
static long sent;

static void send_one(struct bufferevent *bev)
{
	if (sent == wanted)
		return;
	sent++;
	if (bufferevent_write(bev, message, sizeof message))
		die("bufferevent_write");
}

static void answered(struct bufferevent *bev, void *arg)
{
	char got[MESSAGE];
	(void)arg;
	if (bufferevent_read(bev, got, sizeof got) != sizeof got)
		die("bufferevent_read");
	if (++done == wanted)
		event_base_loopbreak(base);
	else
		send_one(bev);
}

static void answer(struct bufferevent *bev, void *arg)
{
	(void)arg;
	if (bufferevent_write_buffer(bev, bufferevent_get_input(bev)))
		die("bufferevent_write_buffer");
}

static void start_echo(struct bufferevent *two[2])
{
	start(two[0], answered, NULL);
	start(two[1], answer, NULL);
	send_one(two[0]);
}

static void echo(int pairs, int options, int timeouts)
{
	static const struct timeval minute = {60, 0};
	struct bufferevent *two[2];
	while (pairs--) {
		socket_bufferevents(two, options);
		if (timeouts) {
			bufferevent_set_timeouts(two[0], &minute, &minute);
			bufferevent_set_timeouts(two[1], &minute, &minute);
		}
		start_echo(two);
	}
	measured(turn_until_done);
}

static void job_echo_500(void) { echo(500, 0, 0); }
static void job_echo_1(void) { echo(1, 0, 0); }
static void job_echo_500_timeouts(void) { echo(500, 0, 1); }
static void job_echo_500_threadsafe(void) { echo(500, BEV_OPT_THREADSAFE, 0); }

/* ---- the same inside the process ---- */

static void pair_bufferevents(struct bufferevent *two[2])
{
	if (bufferevent_pair_new(base, 0, two))
		die("bufferevent_pair_new");
}

static void job_pair(void)
{
	struct bufferevent *two[2];
	pair_bufferevents(two);
	start_echo(two);
	measured(turn_until_done);
}

static enum bufferevent_filter_result pass(struct evbuffer *from, struct evbuffer *to, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *arg)
{
	(void)limit, (void)mode, (void)arg;
	return evbuffer_add_buffer(to, from) ? BEV_ERROR : BEV_OK;
}

static void job_filter(void)
{
	struct bufferevent *two[2];
	int i;
	pair_bufferevents(two);
	for (i = 0; i < 2; i++)
		two[i] = must(bufferevent_filter_new(two[i], pass, pass, 0, NULL, NULL), "bufferevent_filter_new");
	start_echo(two);
	measured(turn_until_done);
}

/* ---- bulk ---- */

static char block[BLOCK];
static long received;

static void refill(struct bufferevent *bev, void *arg)
{
	(void)arg;
	if (bufferevent_write(bev, block, sizeof block))
		die("bufferevent_write");
}

static void swallow(struct bufferevent *bev, void *arg)
{
	struct evbuffer *input = bufferevent_get_input(bev);
	size_t n = evbuffer_get_length(input);
	(void)arg;
	evbuffer_drain(input, n);
	received += (long)n;
	done = received / MEGABYTE;
	if (done >= wanted)
		event_base_loopbreak(base);
}

static void job_bulk(void)
{
	struct bufferevent *two[2];
	socket_bufferevents(two, 0);
	bufferevent_setwatermark(two[0], EV_WRITE, BLOCK, 0);
	bufferevent_setwatermark(two[1], EV_READ, 0, 4 * BLOCK);
	start(two[0], NULL, refill);
	start(two[1], swallow, NULL);
	refill(two[0], NULL);
	measured(turn_until_done);
}

/* ---- accept, serve, close ---- */

static void finished(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_free(bev);
	/* Not loopbreak: the library may close the socket later in this turn. */
	if (++done % CLIENTS == 0 || done == wanted)
		event_base_loopexit(base, NULL);
}

static void serve(struct bufferevent *bev, void *arg)
{
	answer(bev, arg);
	bufferevent_setcb(bev, NULL, finished, trouble, NULL);
}

static void accepted(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *from, int len, void *arg)
{
	(void)l, (void)from, (void)len, (void)arg;
	start(must(bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE), "bufferevent_socket_new"), serve, NULL);
}

static void job_accept(void)
{
	struct evconnlistener *l = must(evconnlistener_new(base, accepted, NULL, LEV_OPT_CLOSE_ON_FREE, 0,
	    listening_socket()), "evconnlistener_new");
	with_clients(turn_until_done);
	evconnlistener_free(l);
}

/* ---- memory ---- */

static long resident(void)
{
	long pages;
	FILE *f = must(fopen("/proc/self/statm", "r"), "/proc/self/statm");
	if (fscanf(f, "%*d %ld", &pages) != 1)
		die("/proc/self/statm");
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

/* Every one of the `wanted` bufferevents has received a message and sent one, and is idle again. */
static void idle(long (*memory)(void))
{
	long before = memory();
	wanted = (wanted + 1) / 2;
	echo((int)wanted, 0, 0);
	done *= 2;
	report_bytes(memory() - before);
}

static void job_idle_memory(void) { idle(heap); }
static void job_idle_resident(void) { idle(resident); }

static void grow_echo(void)
{
	allow_fds(2 * size);
	echo((int)size, 0, 0);
}

#define IDLE 4000

const struct job jobs[] = {
	{"echo-500", 80000, 0, 500, job_echo_500, "echo: 64 bytes over 500 socket pairs"},
	{"echo-500-floor", 80000, 0, 500, floor_echo_500, "the same with epoll, read and write"},
	{"echo-1", 80000, 0, 1, job_echo_1, "echo: over one socket pair"},
	{"echo-1-floor", 80000, 0, 1, floor_echo_1, "the same with epoll, read and write"},
	{"echo-500-timeouts", 80000, 0, 500, job_echo_500_timeouts, "echo: over 500, with timeouts"},
	{"echo-500-threadsafe", 80000, 1, 500, job_echo_500_threadsafe, "echo: over 500, thread-safe"},
	{"bulk", 1000, 0, 1, job_bulk, "bulk: 1 MB through a socket pair"},
	{"bulk-floor", 1000, 0, 1, floor_bulk, "the same with epoll, read and write, 16 KiB a read"},
	{"pair", 2000000, 0, 0, job_pair, "bufferevent_pair: 64 bytes there and back"},
	{"filter", 1000000, 0, 0, job_filter, "filters on a bufferevent_pair"},
	{"accept", 25000, 0, 0, job_accept, "accept, answer a small request, close"},
	{"accept-floor", 25000, 0, 0, floor_accept, "the same with epoll, read and write"},
	{"idle-memory", IDLE, 0, IDLE / 2, job_idle_memory, "an idle bufferevent: heap"},
	{"idle-resident", IDLE, 0, IDLE / 2, job_idle_resident, "an idle bufferevent: growth of the process"},
	{"grow-echo", 80000, 0, 0, grow_echo, "64 bytes there and back over that many socket pairs"},
	{0},
};
