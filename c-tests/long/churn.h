/* A server in this process; in a child, clients that come, talk and go, in rounds. After each round, when all
 * have gone, the server takes a sample. A test says how its server begins, and how clients talk. */
#ifndef LONG_CHURN_H
#define LONG_CHURN_H

#include "long/kit.h"

enum { BATCH = 64, LEAVE = 8, TALKS = 10, ROOM = 8192 };

/* Makes a server that listens on a port of 127.0.0.1. */
static int begin_server(struct event_base *base);
static void end_server(void);
/* What a client says for NUMBER, and whether it has got the whole answer: 1, 0 for not yet, -1 if it is wrong. */
static size_t say(char *text, unsigned number);
static int is_answer(const char *text, size_t len, unsigned number);

/* ---- the clients' process ---- */

static int *client, n_clients, server_port;
static long latencies[100000];
static int n_latencies;

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
	_exit(3);
}

static void send_one(int fd, unsigned number)
{
	char text[ROOM];
	size_t len = say(text, number);
	must(send(fd, text, len, MSG_NOSIGNAL) == (ssize_t)len, "send");
}

static void receive_one(int fd, unsigned number)
{
	char text[ROOM];
	size_t len = 0;
	int whole;
	do {
		ssize_t n = recv(fd, text + len, sizeof text - len, 0);
		must(n > 0, "recv");
		len += (size_t)n;
		whole = is_answer(text, len, number);
	} while (whole == 0);
	must(whole > 0, "the answer is wrong");
}

/* Many talk at once, and some of them go and come back. */
static void talk(int from, unsigned number)
{
	int n = n_clients < BATCH ? n_clients : BATCH;
	long start = now_us();
	for (int i = 0; i < n; i++)
		send_one(client[(from + i) % n_clients], number + (unsigned)i);
	for (int i = 0; i < n; i++)
		receive_one(client[(from + i) % n_clients], number + (unsigned)i);
	if (n_latencies < (int)(sizeof latencies / sizeof *latencies))
		latencies[n_latencies++] = now_us() - start;
	for (int i = 0; i < LEAVE; i++) {
		int *one = &client[(from + i * 8) % n_clients];
		close(*one);
		*one = connect_to(server_port);
	}
}

static int compare(const void *a, const void *b)
{
	return (*(const long *)a > *(const long *)b) - (*(const long *)a < *(const long *)b);
}

/* One round; the median of the times that it took to talk. */
static long round_of_clients(void)
{
	static unsigned number;
	n_latencies = 0;
	for (int i = 0; i < n_clients; i++) {
		client[i] = connect_to(server_port);
		if (i % BATCH == BATCH - 1) { /* so the server has accepted these */
			send_one(client[i], number);
			receive_one(client[i], number);
		}
	}
	for (int i = 0; i < n_clients * TALKS; i += BATCH, number++)
		talk(rand() % n_clients, number * 7);
	for (int i = 0; i < n_clients; i++)
		close(client[i]);
	qsort(latencies, (size_t)n_latencies, sizeof *latencies, compare);
	return latencies[n_latencies / 2];
}

static void be_clients(int control)
{
	char more;
	client = calloc((size_t)n_clients, sizeof *client);
	do {
		long median = round_of_clients();
		must(write(control, &median, sizeof median) == sizeof median, "write");
		must(read(control, &more, 1) == 1, "read");
	} while (more);
	_exit(0);
}

/* ---- the server's ---- */

static struct event_base *base;
static struct event *settled;
static long fds_at_start, end, latency, patience;

/* When the last connection has gone, and what was put off is done, the next round may begin. */
T_CALLBACK(is_settled)
{
	char more = now_ms() < end || n_samples < 7;
	if (count_fds() > fds_at_start && now_ms() < patience)
		return;
	CHECK(count_fds() == fds_at_start);
	event_del(settled);
	take_sample(latency);
	CHECK(write((int)(intptr_t)arg, &more, 1) == 1);
}

T_CALLBACK(round_is_over)
{
	if (read(fd, &latency, sizeof latency) != sizeof latency) {
		event_base_loopbreak(base);
		return;
	}
	patience = now_ms() + 10000;
	event_add(settled, MS(20));
}

T_UNUSED static int churn(const char *name)
{
	int control[2], status = 0;
	struct event *rounds;
	pid_t pid;

	n_clients = connections();
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0);
	base = event_base_new();
	server_port = begin_server(base);
	fflush(stdout);
	if ((pid = fork()) == 0)
		be_clients(control[1]);
	close(control[1]);
	rounds = event_new(base, control[0], EV_READ | EV_PERSIST, round_is_over, NULL);
	settled = event_new(base, -1, EV_PERSIST, is_settled, (void *)(intptr_t)control[0]);
	event_add(rounds, NULL);
	fds_at_start = count_fds();
	end = now_ms() + seconds() * 1000;
	event_base_dispatch(base);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	FIGURES("%s: %d connections at once\n", name, n_clients);
	check_flat(name);
	event_free(settled);
	event_free(rounds);
	end_server();
	event_base_free(base);
	return t_result();
}

#endif
