/* A fake server that answers on TCP, too: each message comes after its length, in two bytes. */
#ifndef FAKE_TCP_H
#define FAKE_TCP_H

#include "fake.h"

struct connection {
	int fd;
	struct message input;
	struct event *event;
};

static struct fake *server; /* it answers both ways */
static int listener = -1, closes_at_once, connections, ended, asked_by_tcp;
static struct event *accepting;
static struct connection all[16];

T_UNUSED static void hang_up(struct connection *c)
{
	if (c->event)
		event_free(c->event);
	close(c->fd);
	c->event = NULL;
	ended++;
}

T_UNUSED T_CALLBACK(on_stream)
{
	struct connection *c = arg;
	struct message *m = &c->input;
	int n = recv(fd, m->bytes + m->len, sizeof(m->bytes) - m->len, MSG_DONTWAIT);
	if (n <= 0) {
		hang_up(c);
		return;
	}
	m->len += n;
	while (c->event && m->len >= 2 && m->len >= 2 + get16(m, 0)) {
		struct query q = { .server = server, .tcp = fd, .number = ++asked_by_tcp };
		put(&q.text, m->bytes + 2, get16(m, 0));
		m->len -= 2 + q.text.len;
		memmove(m->bytes, m->bytes + 2 + q.text.len, m->len);
		parse_query(&q);
		server->answer(&q);
	}
}

T_UNUSED T_CALLBACK(on_connection)
{
	struct connection *c = &all[connections];
	if (!CHECK(connections < 16))
		exit(t_result());
	connections++;
	c->fd = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	c->input.len = 0;
	CHECK(c->fd >= 0);
	if (closes_at_once) {
		hang_up(c);
		return;
	}
	CHECK(setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)) == 0);
	c->event = event_new(base, c->fd, EV_READ | EV_PERSIST, on_stream, c);
	event_add(c->event, NULL);
}

/* A socket that listens at the UDP server's port; -1 if that is taken. */
T_UNUSED static int listen_too(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CHECK(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) == 0);
	if (bind_to(fd, port_of(server->fd)) == 0 && listen(fd, 16) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A base, a resolver with FLAGS, and this server for it. */
T_UNUSED static void start_tcp(int flags, void (*answer)(struct query *))
{
	base = event_base_new();
	dns = evdns_base_new(base, flags);
	for (server = NULL; listener < 0; listener = listen_too()) {
		if (server)
			fake_free(server);
		server = fake_new(base, "server", answer);
	}
	use(server);
	accepting = event_new(base, listener, EV_READ | EV_PERSIST, on_connection, NULL);
	event_add(accepting, NULL);
}

/* TCP is refused from now on. */
T_UNUSED static void stop_listening(void)
{
	event_free(accepting);
	close(listener);
	listener = -1;
}

T_UNUSED static void end_tcp(void)
{
	if (listener >= 0)
		stop_listening();
	for (int i = 0; i < connections; i++)
		if (all[i].event)
			hang_up(&all[i]);
	connections = ended = asked_by_tcp = closes_at_once = 0;
	end(server);
}

T_UNUSED static void send_bytes(const struct query *q, const void *bytes, int len)
{
	CHECK(send(q->tcp, bytes, len, MSG_NOSIGNAL) == len);
}

/* Sends it the way that the query came. */
T_UNUSED static void reply(const struct query *q, struct message m)
{
	unsigned char length[2] = { m.len >> 8, m.len };
	if (!q->tcp) {
		send_to(q, m);
		return;
	}
	send_bytes(q, length, 2);
	send_bytes(q, m.bytes, m.len);
}

#endif
