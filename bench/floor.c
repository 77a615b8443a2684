/*
 * The work of the bufferevent jobs with epoll, read and write and nothing
 * else: how fast it could be. And the clients of the accept jobs.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "floor.h"

static int epoll;

void floor_turn(int (*ready)(int fd))
{
	struct epoll_event found[512];
	int i, n;
	for (;;) {
		n = epoll_wait(epoll, found, 512, -1);
		if (n < 0)
			die("epoll_wait");
		for (i = 0; i < n; i++)
			if (!ready(found[i].data.fd))
				return;
	}
}

void floor_watch(int fd, uint32_t events)
{
	struct epoll_event ev = {.events = events, .data.fd = fd};
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &ev))
		die("epoll_ctl");
}

void floor_new_epoll(void)
{
	epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0)
		die("epoll_create1");
}

/* A nonblocking pair. */
static void open_pair(evutil_socket_t s[2], uint32_t first, uint32_t second)
{
	socket_pair(s);
	fcntl(s[0], F_SETFL, O_NONBLOCK);
	fcntl(s[1], F_SETFL, O_NONBLOCK);
	floor_watch(s[0], first);
	floor_watch(s[1], second);
}

static char message[MESSAGE];

static void send_message(int fd)
{
	if (write(fd, message, sizeof message) != sizeof message)
		die("write");
}

static void receive_message(int fd)
{
	if (read(fd, message, sizeof message) != sizeof message)
		die("read");
}

/* ---- echo ---- */

static char *drives; /* by fd: whether this end sends first */
static long sent;

static int ready_echo(int fd)
{
	receive_message(fd);
	if (drives[fd]) {
		if (++done == wanted)
			return 0;
		if (sent == wanted)
			return 1;
		sent++;
	}
	send_message(fd);
	return 1;
}

static void turn_echo(void)
{
	floor_turn(ready_echo);
}

static void echo(int pairs)
{
	evutil_socket_t s[2];
	floor_new_epoll();
	drives = ALLOC(sysconf(_SC_OPEN_MAX), char);
	while (pairs--) {
		open_pair(s, EPOLLIN, EPOLLIN);
		drives[s[0]] = 1;
		if (sent < wanted) {
			sent++;
			send_message(s[0]);
		}
	}
	measured(turn_echo);
}

void floor_echo_500(void) { echo(500); }
void floor_echo_1(void) { echo(1); }

/* ---- bulk ---- */

static evutil_socket_t bulk[2];
static char block[BLOCK];
static size_t written;
static long received;

static int ready_bulk(int fd)
{
	char got[16384];
	ssize_t n;
	if (fd == bulk[0]) {
		n = write(fd, block + written, sizeof block - written);
		if (n < 0 && errno != EAGAIN)
			die("write");
		if (n > 0)
			written = (written + (size_t)n) % sizeof block;
	} else {
		n = read(fd, got, sizeof got);
		if (n <= 0)
			die("read");
		received += n;
		done = received / MEGABYTE;
	}
	return done < wanted;
}

static void turn_bulk(void)
{
	floor_turn(ready_bulk);
}

void floor_bulk(void)
{
	floor_new_epoll();
	open_pair(bulk, EPOLLOUT, EPOLLIN);
	measured(turn_bulk);
}

/* ---- accept ---- */

static evutil_socket_t listener;

static int ready_accept(int fd)
{
	if (fd == listener) {
		while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
			floor_watch(fd, EPOLLIN);
		if (errno != EAGAIN)
			die("accept4");
		return 1;
	}
	receive_message(fd);
	send_message(fd);
	close(fd);
	return ++done % CLIENTS && done < wanted;
}

static void turn_accept(void)
{
	floor_turn(ready_accept);
}

void floor_accept(void)
{
	floor_new_epoll();
	listener = listening_socket();
	floor_watch(listener, EPOLLIN);
	with_clients(turn_accept);
}

static struct sockaddr_in address;

evutil_socket_t listening_socket(void)
{
	socklen_t len = sizeof address;
	evutil_socket_t fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) || listen(fd, 2 * CLIENTS)
	    || getsockname(fd, (struct sockaddr *)&address, &len))
		die("listen");
	return fd;
}

evutil_socket_t call_in(void)
{
	/* Closing resets what is left, so that thousands of connections do not linger in TIME_WAIT. */
	static const struct linger reset = {1, 0};
	static const struct timeval patience = {10, 0};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset)
	    || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience)
	    || connect(fd, (struct sockaddr *)&address, sizeof address))
		die("connect");
	return fd;
}

static void hang_up(int fd)
{
	char more;
	receive_message(fd);
	if (read(fd, &more, 1) != 0)
		die("the connection was not closed");
	close(fd);
}

void with_clients(void (*serve)(void))
{
	int clients[CLIENTS], i, n;
	while (done < wanted) {
		for (n = 0; n < CLIENTS && done + n < wanted; n++) {
			clients[n] = call_in();
			send_message(clients[n]);
		}
		measured(serve);
		for (i = 0; i < n; i++)
			hang_up(clients[i]);
	}
}
