/* The work of the TLS jobs with epoll, SSL_read and SSL_write, and nothing else. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tls.h"

static SSL **ends; /* by fd */
static char *drives; /* by fd: whether this end sends first */

static SSL *new_end(int fd, SSL_CTX *context)
{
	SSL *end = must(SSL_new(context), "SSL_new");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	if (!SSL_set_fd(end, fd))
		die("SSL_set_fd");
	ends[fd] = end;
	return end;
}

/* What was read, or 0 if there is nothing now. */
static int read_some(SSL *end, char *into, int room)
{
	int n = SSL_read(end, into, room);
	if (n <= 0 && SSL_get_error(end, n) != SSL_ERROR_WANT_READ)
		die("SSL_read");
	return n > 0 ? n : 0;
}

static void open_pair(evutil_socket_t s[2], uint32_t first, uint32_t second)
{
	SSL *client, *server;
	char none;

	socket_pair(s);
	client = new_end(s[0], of_client);
	server = new_end(s[1], of_server);
	SSL_set_connect_state(client);
	SSL_set_accept_state(server);
	while (SSL_do_handshake(client) != 1 || SSL_do_handshake(server) != 1)
		SSL_do_handshake(server);
	read_some(client, &none, 1); /* the tickets */
	floor_watch(s[0], first);
	floor_watch(s[1], second);
}

static void begin(void)
{
	make_contexts();
	/* A record's head and body in one read. */
	SSL_CTX_set_read_ahead(of_client, 1);
	SSL_CTX_set_read_ahead(of_server, 1);
	floor_new_epoll();
	ends = ALLOC(sysconf(_SC_OPEN_MAX), SSL *);
	drives = ALLOC(sysconf(_SC_OPEN_MAX), char);
}

/* ---- echo ---- */

static char message[MESSAGE];
static long sent;

static void send_message(SSL *end)
{
	if (SSL_write(end, message, sizeof message) != sizeof message)
		die("SSL_write");
}

static int ready_echo(int fd)
{
	if (read_some(ends[fd], message, sizeof message) != sizeof message)
		die("part of a message");
	if (drives[fd]) {
		if (++done == wanted)
			return 0;
		if (sent == wanted)
			return 1;
		sent++;
	}
	send_message(ends[fd]);
	return 1;
}

static void turn_echo(void)
{
	floor_turn(ready_echo);
}

void floor_tls_echo(void)
{
	evutil_socket_t s[2];
	begin();
	for (int i = 0; i < PAIRS; i++) {
		open_pair(s, EPOLLIN, EPOLLIN);
		drives[s[0]] = 1;
		if (sent < wanted) {
			sent++;
			send_message(ends[s[0]]);
		}
	}
	measured(turn_echo);
}

/* ---- bulk ---- */

static evutil_socket_t bulk[2];
static char block[TLS_BLOCK];
static long received;

static void read_all(SSL *end)
{
	char got[16384];
	int n;
	do
		received += n = read_some(end, got, sizeof got);
	while (n && SSL_has_pending(end));
}

static int ready_bulk(int fd)
{
	int n;
	if (fd == bulk[1]) {
		read_all(ends[fd]);
		done = received / MEGABYTE;
	} else {
		n = SSL_write(ends[fd], block, sizeof block);
		if (n <= 0 && SSL_get_error(ends[fd], n) != SSL_ERROR_WANT_WRITE)
			die("SSL_write");
	}
	return done < wanted;
}

static void turn_bulk(void)
{
	floor_turn(ready_bulk);
}

void floor_tls_bulk(void)
{
	begin();
	open_pair(bulk, EPOLLOUT, EPOLLIN);
	measured(turn_bulk);
}
