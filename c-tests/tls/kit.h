/* What the tests of TLS share: two sides that talk, each with a toy and a log. */
#ifndef TLS_KIT_H
#define TLS_KIT_H

#include "tls/toy.h"

struct side {
	struct toy toy;
	struct b_log log;
	struct bufferevent *bev;
};

#define START(s) ((s)->toy.is_client ? BUFFEREVENT_SSL_CONNECTING : BUFFEREVENT_SSL_ACCEPTING)

/* A side on a socket, whose toy was set up, and which logs everything. It reads and writes. */
T_UNUSED static void side_on_socket(struct side *s, struct event_base *base, int fd, int options)
{
	s->bev = bufferevent_tls_socket_new(base, fd, &toy_provider, &s->toy, START(s), options);
	if (!CHECK(s->bev))
		exit(1);
	b_log(s->bev, &s->log, s->toy.is_client ? "client" : "server");
	CHECK(bufferevent_enable(s->bev, EV_READ | EV_WRITE) == 0);
}

/* The same on top of another bufferevent. */
T_UNUSED static void side_on(struct side *s, struct bufferevent *below, int options)
{
	s->bev = bufferevent_tls_filter_new(below, &toy_provider, &s->toy, START(s), options);
	if (!CHECK(s->bev))
		exit(1);
	b_log(s->bev, &s->log, s->toy.is_client ? "client" : "server");
	CHECK(bufferevent_enable(s->bev, EV_READ | EV_WRITE) == 0);
}

/* A client and a server with new toys: both[0] and both[1]. */
T_UNUSED static void sides_init(struct side both[2])
{
	memset(both, 0, 2 * sizeof *both);
	toy_init(&both[0].toy, 1);
	toy_init(&both[1].toy, 0);
}

/* A way in which two sides talk. */
typedef void (*talk_fn)(struct side both[2], struct event_base *base, int options);

/* Has them talk over a pair of sockets. */
T_UNUSED static void sides_over_sockets(struct side both[2], struct event_base *base, int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on_socket(&both[i], base, fd[i], options);
}

/* Has them talk over a pair of bufferevents on sockets. */
T_UNUSED static void sides_over_filters(struct side both[2], struct event_base *base, int options)
{
	int fd[2];
	t_pair(fd);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], bufferevent_socket_new(base, fd[i], options), options);
}

/* Runs until both have shaken hands, and forgets what has been logged. */
T_UNUSED static void sides_connect(struct side both[2], struct event_base *base)
{
	settle(base);
	for (int i = 0; i < 2; i++) {
		CHECK(same(both[i].log.text, " event CONNECTED"));
		both[i].log.text[0] = 0;
	}
}

/* Has what they have logged been exactly this? Forgets it. */
T_UNUSED static void sides_logged(struct side both[2], const char *client, const char *server)
{
	CHECK(same(both[0].log.text, client));
	CHECK(same(both[1].log.text, server));
	both[0].log.text[0] = both[1].log.text[0] = 0;
}

/* Frees both, which were made with BEV_OPT_CLOSE_ON_FREE. */
T_UNUSED static void sides_free(struct side both[2], struct event_base *base)
{
	for (int i = 0; i < 2; i++)
		if (both[i].bev)
			bufferevent_free(both[i].bev);
	settle(base);
	for (int i = 0; i < 2; i++) {
		CHECK(both[i].toy.calls.free == 1);
		toy_done(&both[i].toy);
	}
}

/* How often the provider has been called. */
T_UNUSED static long calls(const struct toy *t)
{
	return t->calls.set_fd + t->calls.set_underlying + t->calls.handshake + t->calls.read + t->calls.write +
	    t->calls.pending + t->calls.renegotiate + t->calls.shutdown + t->calls.cork + t->calls.take_error + t->calls.free;
}

#endif
