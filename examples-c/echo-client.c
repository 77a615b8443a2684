/*
 * Sends its input to a port of 127.0.0.1 and prints what comes back, for echo-server.
 *
 *   cc -o echo-client echo-client.c -levent
 *   ./echo-client 7777 < file
 *
 * When the input ends, it says so to the other side, and leaves once that has closed too.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

static struct event *input, *incoming, *writable;
static char buf[16384];
static size_t have, sent; /* of buf */
static int status;

static void fail(struct event_base *base, const char *what)
{
	perror(what);
	status = 1;
	event_base_loopbreak(base);
}

static int not_now(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* Pass on what was read; then read the next piece. */
static void on_writable(evutil_socket_t fd, short what, void *base)
{
	(void)what;
	while (sent < have) {
		ssize_t n = send(fd, buf + sent, have - sent, MSG_NOSIGNAL);
		if (n < 0 && not_now()) {
			event_add(writable, NULL);
			return;
		}
		if (n < 0) {
			fail(base, "send");
			return;
		}
		sent += (size_t)n;
	}
	event_add(input, NULL);
}

static void on_input(evutil_socket_t fd, short what, void *base)
{
	ssize_t n = read(fd, buf, sizeof(buf));
	(void)what;
	if (n > 0) {
		have = (size_t)n;
		sent = 0;
		on_writable(event_get_fd(writable), EV_WRITE, base);
	} else if (n == 0) {
		shutdown(event_get_fd(writable), SHUT_WR);
	} else if (not_now()) {
		event_add(input, NULL);
	} else {
		fail(base, "read");
	}
}

static void on_incoming(evutil_socket_t fd, short what, void *base)
{
	char text[16384];
	ssize_t n = recv(fd, text, sizeof(text), 0);
	(void)what;
	if (n > 0) {
		if (fwrite(text, 1, (size_t)n, stdout) != (size_t)n || fflush(stdout))
			fail(base, "stdout");
	} else if (n == 0) {
		event_base_loopexit(base, NULL); /* the other side has closed */
	} else if (!not_now()) {
		fail(base, "recv");
	}
}

/* A connection that was under way is made, or has failed. */
static void on_connected(evutil_socket_t fd, short what, void *base)
{
	int err = 0;
	socklen_t len = sizeof(err);
	(void)what;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err) {
		errno = err;
		fail(base, "connect");
		return;
	}
	event_add(incoming, NULL);
	event_add(input, NULL);
}

/* Standard input may be a file, and epoll does not take files: ask for a method that does. */
static struct event_base *base_for_files(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;
	if (config && !event_config_require_features(config, EV_FEATURE_FDS))
		base = event_base_new_with_config(config);
	if (config)
		event_config_free(config);
	return base;
}

int main(int argc, char **argv)
{
	int port = argc == 2 ? atoi(argv[1]) : 0;
	struct event *connected;
	struct event_base *base;
	struct sockaddr_in sin;
	evutil_socket_t fd;

	if (port < 1 || port > 65535) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 2;
	}
	base = base_for_files();
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (!base || fd < 0 || evutil_make_socket_nonblocking(fd))
		return 1;
	connected = event_new(base, fd, EV_WRITE, on_connected, base);
	writable = event_new(base, fd, EV_WRITE, on_writable, base);
	incoming = event_new(base, fd, EV_READ | EV_PERSIST, on_incoming, base);
	input = event_new(base, STDIN_FILENO, EV_READ, on_input, base);
	if (!connected || !writable || !incoming || !input)
		return 1;

	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)port);
	if (connect(fd, (struct sockaddr *)&sin, sizeof(sin)) && errno != EINPROGRESS) {
		perror("connect");
		return 1;
	}
	event_add(connected, NULL);
	event_base_dispatch(base);

	event_free(connected);
	event_free(writable);
	event_free(incoming);
	event_free(input);
	evutil_closesocket(fd);
	event_base_free(base);
	return status;
}
