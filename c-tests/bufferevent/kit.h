/* What the tests of bufferevents share. The callbacks print what they see, under the name that is their
 * argument. Data is small and comes in one piece, so that how much is read at once does not show. */
#ifndef BEV_KIT_H
#define BEV_KIT_H

#include "t.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

/* BEV_EVENT_* flags as text, in the order of their bits. */
T_UNUSED static const char *b_what(int what)
{
	static const struct { int bit; const char *name; } bits[] = {
		{ BEV_EVENT_READING, "READING" }, { BEV_EVENT_WRITING, "WRITING" }, { BEV_EVENT_EOF, "EOF" },
		{ BEV_EVENT_ERROR, "ERROR" }, { BEV_EVENT_TIMEOUT, "TIMEOUT" }, { BEV_EVENT_CONNECTED, "CONNECTED" },
	};
	static char texts[4][80];
	static int turn;
	char *text = texts[turn++ % 4];
	text[0] = 0;
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
		if (what & bits[i].bit) {
			strcat(text, text[0] ? "|" : "");
			strcat(text, bits[i].name);
			what &= ~bits[i].bit;
		}
	}
	if (what)
		strcat(text, "|?");
	return text[0] ? text : "0";
}

/* Takes all that is in BUF: the text itself, or how long it was. */
T_UNUSED static const char *b_text(struct evbuffer *buf)
{
	static char texts[4][120];
	static int turn;
	char *text = texts[turn++ % 4];
	size_t len = evbuffer_get_length(buf);
	if (len > 100) {
		sprintf(text, "%zu bytes", len);
		evbuffer_drain(buf, len);
	} else {
		len = (size_t)evbuffer_remove(buf, text, len);
		text[len] = 0;
	}
	return text;
}

T_UNUSED static void say_read(struct bufferevent *bev, void *name)
{
	SAY("%s: read \"%s\"\n", (const char *)name, b_text(bufferevent_get_input(bev)));
}

T_UNUSED static void say_write(struct bufferevent *bev, void *name)
{
	SAY("%s: written, %zu left\n", (const char *)name, evbuffer_get_length(bufferevent_get_output(bev)));
}

T_UNUSED static void say_event(struct bufferevent *bev, short what, void *name)
{
	SAY("%s: event %s, enabled %s\n", (const char *)name, b_what(what), t_what(bufferevent_get_enabled(bev)));
}

/* Lets BEV say everything, and enables both directions. */
T_UNUSED static void b_say(struct bufferevent *bev, const char *name)
{
	bufferevent_setcb(bev, say_read, say_write, say_event, (void *)name);
	CHECK(bufferevent_enable(bev, EV_READ | EV_WRITE) == 0);
}

/* For tests that run on one library only, and have nothing to be compared with. */
T_UNUSED static int same(const char *text, const char *expected)
{
	if (strcmp(text, expected))
		SAY("\"%s\" instead of \"%s\"\n", text, expected);
	return !strcmp(text, expected);
}

/* Where several bufferevents are called in turn, their order is not told: each has a log of its own. */
struct b_log {
	const char *name;
	char text[2000];
};

#define LOG(log, ...) \
	snprintf((log)->text + strlen((log)->text), sizeof (log)->text - strlen((log)->text), __VA_ARGS__)

T_UNUSED static void log_read(struct bufferevent *bev, void *log)
{
	LOG((struct b_log *)log, " read \"%s\"", b_text(bufferevent_get_input(bev)));
}

T_UNUSED static void log_write(struct bufferevent *bev, void *log)
{
	LOG((struct b_log *)log, " written");
}

T_UNUSED static void log_event(struct bufferevent *bev, short what, void *log)
{
	LOG((struct b_log *)log, " event %s", b_what(what));
}

/* Lets BEV log everything; enables nothing. */
T_UNUSED static void b_log(struct bufferevent *bev, struct b_log *log, const char *name)
{
	log->name = name;
	log->text[0] = 0;
	bufferevent_setcb(bev, log_read, log_write, log_event, log);
}

/* Prints what has been logged, and the state of BEV unless that is NULL. */
T_UNUSED static void b_show(struct b_log *log, struct bufferevent *bev)
{
	SAY("%s:%s", log->name, log->text[0] ? log->text : " -");
	if (bev)
		SAY("; enabled %s, in %zu, out %zu", t_what(bufferevent_get_enabled(bev)),
		    evbuffer_get_length(bufferevent_get_input(bev)),
		    evbuffer_get_length(bufferevent_get_output(bev)));
	SAY("\n");
	log->text[0] = 0;
}

/* Runs until nothing is ready any more. All that AF_UNIX sockets, pairs and filters do has happened then. */
T_UNUSED static void settle(struct event_base *base)
{
	for (int i = 0; i < 3; i++)
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) >= 0);
}

/* Runs until EXPR holds; the runner's time limit is the bound. */
#define UNTIL(base, expr) \
	do { } while (!(expr) && CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))

T_UNUSED static void put_text(struct bufferevent *bev, const char *text)
{
	CHECK(bufferevent_write(bev, text, strlen(text)) == 0);
}

/* The far end of a connection is often a bare fd. This writes to it... */
T_UNUSED static void fd_put(int fd, const char *text)
{
	CHECK(send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text));
}

/* ... and this takes all that has arrived there: the text or its length, and how it goes on. */
T_UNUSED static const char *fd_get(int fd)
{
	static char texts[4][200];
	static char buf[65536];
	static int turn;
	char *text = texts[turn++ % 4];
	size_t all = 0;
	ssize_t n;
	while ((n = recv(fd, buf + (all < 100 ? all : 0), sizeof buf - 100, MSG_DONTWAIT)) > 0)
		all += (size_t)n;
	if (all > 100)
		sprintf(text, "%zu bytes", all);
	else
		sprintf(text, "%.*s", (int)all, buf);
	if (n == 0)
		strcat(text, "<end>");
	else if (errno != EAGAIN)
		sprintf(text + strlen(text), "<%s>", t_errno(errno));
	return text;
}

/* A TCP socket that listens on 127.0.0.1, and its address. */
T_UNUSED static int tcp_listen(struct sockaddr_in *sin)
{
	socklen_t len = sizeof *sin;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	memset(sin, 0, sizeof *sin);
	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)sin, sizeof *sin) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)sin, &len) < 0) {
		perror("tcp_listen");
		exit(2);
	}
	return fd;
}

/* An address of 127.0.0.1 that refuses connections: bound, but not listening. The fd keeps the port. */
T_UNUSED static int tcp_refusing(struct sockaddr_in *sin)
{
	socklen_t len = sizeof *sin;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memset(sin, 0, sizeof *sin);
	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)sin, sizeof *sin) < 0 ||
	    getsockname(fd, (struct sockaddr *)sin, &len) < 0) {
		perror("tcp_refusing");
		exit(2);
	}
	return fd;
}

/* Waits for the next connection. */
T_UNUSED static int tcp_accept(int listener)
{
	int fd;
	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) < 0) {
		if (errno != EAGAIN && errno != EINTR) {
			perror("accept");
			exit(2);
		}
		sleep_ms(1);
	}
	return fd;
}

/* A connected, nonblocking pair of TCP sockets. */
T_UNUSED static void tcp_pair(int fd[2])
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin);
	fd[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd[0] < 0 || connect(fd[0], (struct sockaddr *)&sin, sizeof sin) < 0) {
		perror("tcp_pair");
		exit(2);
	}
	evutil_make_socket_nonblocking(fd[0]);
	fd[1] = tcp_accept(listener);
	close(listener);
}

/* Closes a TCP socket so that the peer gets ECONNRESET. */
T_UNUSED static void tcp_reset(int fd)
{
	struct linger now = { 1, 0 };
	CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now) == 0);
	close(fd);
}

/* Is FD open? */
T_UNUSED static int fd_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

#endif
