// on: ours
// run: epoll,poll
// timeout: 900
// Clients that send their heads a byte at a time, as many as there may be connections: an HTTP server that has a
// time limit cuts each of them off, serves others meanwhile as quickly as ever, and nothing is left. (The original
// begins the time anew with each byte, and never cuts them off.)
#include "long/kit.h"

#include <event2/buffer.h>
#include <event2/http.h>

enum { TIMEOUT = 500, PAUSE = 50 };
static struct event_base *base;
static struct event *rounds;
static long idle_fds;
static int answered;

static void serve(struct evhttp_request *req, void *arg)
{
	answered++;
	evhttp_send_reply(req, 200, "OK", NULL);
}

/* ---- the clients' process ---- */

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
	_exit(3);
}

/* One request on a connection of its own; how long that took. */
static long ask(int port)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
	char reply[1000];
	long start = now_us();
	ssize_t n, all = 0;
	int fd = connect_to(port);
	must(send(fd, request, sizeof request - 1, MSG_NOSIGNAL) == sizeof request - 1, "send");
	while ((n = recv(fd, reply + all, sizeof reply - (size_t)all, 0)) > 0)
		all += n;
	must(n == 0 && all > 15 && !memcmp(reply, "HTTP/1.1 200 OK", 15), "no answer");
	close(fd);
	return now_us() - start;
}

/* Whether the connection is still there: another byte goes to it, and it has not ended. */
static int drip(int fd)
{
	char c;
	ssize_t n = recv(fd, &c, 1, MSG_DONTWAIT);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		return 0;
	return n > 0 || send(fd, "x", 1, MSG_NOSIGNAL) == 1;
}

/* All slow clients at once, until the last has been cut off; the longest that an honest one waited. */
static long round_of_clients(int *slow, int n, int port)
{
	long end = now_ms() + 60000, longest = 0, left = n;
	for (int i = 0; i < n; i++) {
		slow[i] = connect_to(port);
		must(send(slow[i], "GET / HTTP/1.1\r\nA: ", 19, MSG_NOSIGNAL) == 19, "send");
		if (i % 64 == 63) /* so the server has accepted these */
			ask(port);
	}
	while (left > 0) {
		long took = ask(port);
		longest = took > longest ? took : longest;
		must(now_ms() < end, "slow clients are not cut off");
		for (int i = 0; i < n; i++) {
			if (slow[i] >= 0 && !drip(slow[i])) {
				close(slow[i]);
				slow[i] = -1;
				left--;
			}
		}
		sleep_ms(PAUSE);
	}
	return longest;
}

static void be_clients(int n, int port, int control)
{
	int *slow = calloc((size_t)n, sizeof *slow);
	long end = now_ms() + seconds() * 1000;
	for (int round = 0; round < 4 || now_ms() < end; round++) {
		long longest = round_of_clients(slow, n, port);
		char go;
		must(write(control, &longest, sizeof longest) == sizeof longest, "write");
		must(read(control, &go, 1) == 1, "read");
	}
	_exit(0);
}

/* ---- the server's ---- */

/* The clients have closed their connections; the sample is of when the server has closed its own, or should have. */
T_CALLBACK(round_is_over)
{
	static long longest;
	static int looks;
	if (what & EV_READ && read(fd, &longest, sizeof longest) != sizeof longest) {
		event_base_loopbreak(base);
		return;
	}
	if (count_fds() > idle_fds && looks++ < 500) {
		event_add(rounds, MS(10));
		return;
	}
	looks = 0;
	event_remove_timer(rounds);
	take_sample(longest);
	CHECK(write(fd, "", 1) == 1);
}

int main(void)
{
	struct evhttp *http;
	int control[2], port, status = 0, n = connections();
	pid_t pid;

	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0);
	base = event_base_new();
	http = evhttp_new(base);
	evhttp_set_gencb(http, serve, NULL);
	evhttp_set_timeout_tv(http, MS(TIMEOUT));
	port = port_of(evhttp_bound_socket_get_fd(evhttp_bind_socket_with_handle(http, "127.0.0.1", 0)));
	if ((pid = fork()) == 0)
		be_clients(n, port, control[1]);
	close(control[1]);
	idle_fds = count_fds();
	rounds = event_new(base, control[0], EV_READ | EV_PERSIST, round_is_over, NULL);
	event_add(rounds, NULL);
	event_base_dispatch(base);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(answered > 0 && count_fds() == idle_fds);
	FIGURES("slowloris: %d slow clients at once, %d requests answered meanwhile\n", n, answered);
	check_flat("slowloris");
	event_free(rounds);
	evhttp_free(http);
	event_base_free(base);
	return t_result();
}
