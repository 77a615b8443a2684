/*
 * A server of HTTP under wrk, another process, over loopback TCP: the CPU
 * time of the server alone. bench.h tells how to run it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/http.h>

#include "child.h"
#include "floor.h"

#define BODY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* ---- wrk ---- */

#define WARM_UP 1000 /* requests that are not counted */

static pid_t wrk;
static int said; /* what wrk prints */
static long last;

static void wrk_ended(int sig)
{
	static const char text[] = "wrk has ended too early\n";
	(void)sig;
	if (write(2, text, sizeof text - 1) < 0)
		_exit(3);
	_exit(2);
}

/* 64 connections from one thread. */
static void start_wrk(evutil_socket_t server, char *header)
{
	struct sockaddr_in to;
	socklen_t len = sizeof to;
	char url[40];
	char *argv[] = {"wrk", "-t1", "-c64", "-d600s", "--timeout", "60s", "-H", header, url, NULL};

	if (getsockname(server, (struct sockaddr *)&to, &len) || signal(SIGCHLD, wrk_ended) == SIG_ERR)
		die("start_wrk");
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(to.sin_port));
	wrk = start_child(argv, &said);
}

/* Its report comes when it is interrupted; nothing may have gone wrong for it. */
static void stop_wrk(void)
{
	char report[4096];

	signal(SIGCHLD, SIG_DFL);
	if (kill(wrk, SIGINT))
		die("kill");
	read_report(said, report, sizeof report);
	waitpid(wrk, NULL, 0);
	if (!strstr(report, "Requests/sec") || strstr(report, "Socket errors") || strstr(report, "Non-2xx")) {
		fprintf(stderr, "%s", report);
		errno = 0;
		die("wrk is not content");
	}
}

/* `serve` runs until `done` is `last`. */
static void under_wrk(evutil_socket_t server, char *header, void (*serve)(void))
{
	start_wrk(server, header);
	last = WARM_UP;
	serve();
	done = 0;
	last = wanted;
	measured(serve);
	stop_wrk();
}

#define KEEP "Accept: */*" /* some header: connections are kept anyway */
#define CLOSE "Connection: close"

/* ---- the library ---- */

static void reply(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = must(evbuffer_new(), "evbuffer_new");
	(void)arg;
	evbuffer_add(body, BODY, sizeof BODY - 1);
	evhttp_send_reply(req, HTTP_OK, "OK", body);
	evbuffer_free(body);
	if (++done == last)
		event_base_loopbreak(base);
}

static void serve(char *header)
{
	struct evhttp *http = must(evhttp_new(base), "evhttp_new");
	evutil_socket_t server = listening_socket();
	if (evhttp_accept_socket(http, server) || evhttp_set_cb(http, "/", reply, NULL))
		die("evhttp_accept_socket");
	under_wrk(server, header, turn_until_done);
	evhttp_free(http);
}

static void job_wrk(void) { serve(KEEP); }
static void job_accept(void) { serve(CLOSE); }

/* ---- the floor: finds the end of the head, and writes what the library would ---- */

#define RESPONSE(more) \
	"HTTP/1.1 200 OK\r\n" \
	"Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n" \
	"Content-Length: 64\r\n" \
	"Content-Type: text/html; charset=ISO-8859-1\r\n" \
	more \
	"\r\n" BODY

static const char response[] = RESPONSE(""), closing[] = RESPONSE(CLOSE "\r\n");

static struct conn {
	size_t n;
	char head[4096];
} *conns; /* by fd */

static evutil_socket_t listener;
static const char *answer;
static size_t answer_len;

static void hang_up(int fd)
{
	close(fd);
	conns[fd].n = 0;
}

static int ready(int fd)
{
	struct conn *c = conns + fd;
	ssize_t got;
	if (fd == listener) {
		while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
			floor_watch(fd, EPOLLIN);
		if (errno != EAGAIN)
			die("accept4");
		return 1;
	}
	got = read(fd, c->head + c->n, sizeof c->head - c->n);
	if (got <= 0) {
		hang_up(fd);
		return 1;
	}
	c->n += (size_t)got;
	if (!memmem(c->head, c->n, "\r\n\r\n", 4))
		return 1;
	c->n = 0; /* wrk does not ask before it is answered */
	if (write(fd, answer, answer_len) != (ssize_t)answer_len)
		die("write");
	if (answer == closing)
		hang_up(fd);
	return ++done != last;
}

static void turn(void)
{
	floor_turn(ready);
}

static void respond(char *header, const char *text, size_t len)
{
	answer = text;
	answer_len = len;
	conns = ALLOC(1024, struct conn);
	listener = listening_socket();
	floor_new_epoll();
	floor_watch(listener, EPOLLIN);
	under_wrk(listener, header, turn);
}

static void floor_keeping(void) { respond(KEEP, response, sizeof response - 1); }
static void floor_accepting(void) { respond(CLOSE, closing, sizeof closing - 1); }

const struct job jobs[] = {
	{"http-wrk", 200000, 0, 0, job_wrk, "HTTP under wrk: 64 connections, kept"},
	{"http-wrk-floor", 200000, 0, 0, floor_keeping, "the same with epoll, read and write"},
	{"http-accept", 30000, 0, 0, job_accept, "HTTP under wrk: a connection for each request"},
	{"http-accept-floor", 30000, 0, 0, floor_accepting, "the same with epoll, read and write"},
	{0},
};
