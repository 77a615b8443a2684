/*
 * A server on 127.0.0.1 that sends everyone back what they say.
 *
 *   cc -o echo-server echo-server.c -levent
 *   ./echo-server 7777          (port 0: any free one; Ctrl-C ends it)
 *
 * A client is either being read from or being written to. While a write is unfinished we do not
 * read on, so a client that does not take its answers cannot make us store more than one buffer.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/event.h>

struct client {
	evutil_socket_t fd;
	struct event *readable, *writable;
	size_t have, sent; /* of buf */
	char buf[16384];
	struct client *next, **self;
};

static struct client *clients;

static void drop(struct client *c)
{
	if (c->readable)
		event_free(c->readable);
	if (c->writable)
		event_free(c->writable);
	evutil_closesocket(c->fd);
	*c->self = c->next;
	if (c->next)
		c->next->self = c->self;
	free(c);
}

/* A call that found nothing to do now, and will be asked for again. */
static int not_now(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct client *c = arg;
	(void)what;
	while (c->sent < c->have) {
		ssize_t n = send(fd, c->buf + c->sent, c->have - c->sent, MSG_NOSIGNAL);
		if (n < 0) {
			/* The socket is full: go on when there is room. */
			if (!not_now() || event_add(c->writable, NULL))
				drop(c);
			return;
		}
		c->sent += (size_t)n;
	}
	if (event_add(c->readable, NULL))
		drop(c);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct client *c = arg;
	ssize_t n = recv(fd, c->buf, sizeof(c->buf), 0);
	if (n < 0 && not_now()) {
		if (event_add(c->readable, NULL))
			drop(c);
	} else if (n <= 0) {
		drop(c);
	} else {
		c->have = (size_t)n;
		c->sent = 0;
		on_writable(fd, what, c);
	}
}

static void on_connection(evutil_socket_t listener, short what, void *arg)
{
	struct event_base *base = arg;
	evutil_socket_t fd = accept(listener, NULL, NULL);
	struct client *c;
	(void)what;
	if (fd < 0) {
		if (!not_now())
			perror("accept");
		return;
	}
	c = calloc(1, sizeof(*c));
	if (!c) {
		evutil_closesocket(fd);
		return;
	}
	c->fd = fd;
	c->next = clients;
	c->self = &clients;
	if (c->next)
		c->next->self = &c->next;
	clients = c;
	/* Without EV_PERSIST: each event comes once, and is added again when it is wanted. */
	c->readable = event_new(base, fd, EV_READ, on_readable, c);
	c->writable = event_new(base, fd, EV_WRITE, on_writable, c);
	if (!c->readable || !c->writable || evutil_make_socket_nonblocking(fd) || event_add(c->readable, NULL))
		drop(c);
}

static void on_interrupt(evutil_socket_t sig, short what, void *arg)
{
	(void)sig, (void)what;
	event_base_loopexit(arg, NULL);
}

static evutil_socket_t listen_on(int port)
{
	evutil_socket_t fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)port);
	if (fd < 0 || evutil_make_listen_socket_reuseable(fd) || evutil_make_socket_nonblocking(fd) ||
	    bind(fd, (struct sockaddr *)&sin, sizeof(sin)) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&sin, &len)) {
		perror("cannot listen");
		exit(1);
	}
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	int port = argc == 2 ? atoi(argv[1]) : -1;
	struct event *connection, *interrupt;
	struct event_base *base;
	evutil_socket_t fd;

	if (port < 0 || port > 65535) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 2;
	}
	base = event_base_new();
	if (!base)
		return 1;
	fd = listen_on(port);
	connection = event_new(base, fd, EV_READ | EV_PERSIST, on_connection, base);
	interrupt = evsignal_new(base, SIGINT, on_interrupt, base);
	if (!connection || !interrupt || event_add(connection, NULL) || event_add(interrupt, NULL))
		return 1;
	event_base_dispatch(base);

	while (clients)
		drop(clients);
	event_free(interrupt);
	event_free(connection);
	evutil_closesocket(fd);
	event_base_free(base);
	return 0;
}
