/* Listeners on free addresses, and their clients.
 *
 * A connection to a UNIX socket is there for accept() as soon as connect() has returned, one to a
 * TCP port maybe a little later: tests that care use UNIX sockets, or wait. */
#ifndef KIT_H
#define KIT_H

#include "util/inet.h"
#include <event2/listener.h>
#include <sys/un.h>

typedef union {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
	struct sockaddr_storage any;
} address;

/* The loopback address of a family, with any port; or no name, so that the system finds one. */
T_UNUSED static address free_address(int family, int *len)
{
	address a;
	memset(&a, 0, sizeof(a));
	if (family == AF_INET)
		a.in = loopback(0);
	if (family == AF_INET6)
		a.in6.sin6_addr = in6addr_loopback;
	a.sa.sa_family = family;
	*len = family == AF_INET ? sizeof(a.in) : family == AF_INET6 ? sizeof(a.in6) :
	    sizeof(a.sa.sa_family);
	return a;
}

T_UNUSED static struct evconnlistener *listen_on(struct event_base *base, int family,
    unsigned flags, evconnlistener_cb cb, void *arg)
{
	int len;
	address a = free_address(family, &len);
	struct evconnlistener *lev = evconnlistener_new_bind(base, cb, arg, flags, -1, &a.sa, len);
	if (!lev) {
		perror("evconnlistener_new_bind");
		exit(2);
	}
	return lev;
}

/* A UNIX socket's listener, the usual one of these tests. */
T_UNUSED static struct evconnlistener *listen_unix(struct event_base *base, evconnlistener_cb cb,
    void *arg)
{
	return listen_on(base, AF_UNIX, LEV_OPT_CLOSE_ON_FREE, cb, arg);
}

/* A bound, nonblocking socket. */
T_UNUSED static int bound_socket(int family, int type)
{
	int len, fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	address a = free_address(family, &len);
	if (fd < 0 || bind(fd, &a.sa, len)) {
		perror("bind");
		exit(2);
	}
	return fd;
}

/* A blocking client of a listening socket; -1 with errno if it is refused. */
T_UNUSED static int client_of_fd(int fd)
{
	address a;
	socklen_t len = sizeof(a);
	int client;
	CHECK(getsockname(fd, &a.sa, &len) == 0);
	client = socket(a.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(client, &a.sa, len)) {
		int err = errno;
		close(client);
		errno = err;
		return -1;
	}
	return client;
}

T_UNUSED static int client_of(struct evconnlistener *lev)
{
	int client = client_of_fd(evconnlistener_get_fd(lev));
	CHECK(client >= 0);
	return client;
}

/* What the server has done with a client: waits until something has come. */
T_UNUSED static const char *fate(int client)
{
	char c;
	ssize_t n = recv(client, &c, 1, 0);
	return n == 0 ? "closed" : n > 0 ? "data" : errno == ECONNRESET ? "reset" : "error";
}

T_UNUSED static int is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

/* The number that the next new descriptor gets: the same as before if nothing has leaked. */
T_UNUSED static int next_fd(void)
{
	int fd = dup(STDIN_FILENO);
	close(fd);
	return fd;
}

/* One turn of the loop, without waiting. */
T_UNUSED static int turn(struct event_base *base)
{
	return event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
}

/* The head of a callback: ACCEPTED(on_connection) { ... lev, fd, sa, socklen, arg ... } */
#define ACCEPTED(name) static void name(struct evconnlistener *lev, evutil_socket_t fd, \
    struct sockaddr *sa, int socklen, void *arg)

static int accepted T_UNUSED;

/* The usual one: counts, prints its argument if there is one, and closes. */
T_UNUSED ACCEPTED(count)
{
	accepted++;
	if (arg)
		SAY("accepted: %s\n", (const char *)arg);
	close(fd);
}

#endif
