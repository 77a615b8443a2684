// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// bufferevent_socket_connect on a bufferevent without a socket: first the connection, then the handshake, then one
// CONNECTED. What comes of connections that are refused or cannot be; and that the same bufferevent then makes another.
#include "mbedtls/mbed.h"

static struct side client, server;

static void start(int options)
{
	memset(&client, 0, sizeof client);
	side_on_socket(&client, -1, options | BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_getfd(client.bev) == -1);
}

static void serve(int listener)
{
	memset(&server, 0, sizeof server);
	server.is_server = 1;
	side_on_socket(&server, tcp_accept(listener), BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_enable(server.bev, EV_READ | EV_WRITE) == 0);
}

/* TCP may take a moment. */
static void meet(void)
{
	UNTIL(base, strstr(client.log.text, "CONNECTED") && strstr(server.log.text, "CONNECTED"));
	put_text(client.bev, "late");
	put_text(server.bev, "answer");
	UNTIL(base, strstr(client.log.text, "answer") && strstr(server.log.text, "late"));
}

/* Events and what was read; how often something was written may differ. */
static void show(const struct side *s)
{
	const char *connected = strstr(s->log.text, "CONNECTED");
	SAY("%s: connected %s, errors %s\n", s->log.name,
	    !connected ? "no" : strstr(connected + 1, "CONNECTED") ? "twice" : "once",
	    strstr(s->log.text, "ERROR") ? "yes" : "no");
}

/* how & 1: output is there before; & 2: everything is enabled before. */
static void connects(int by_name, int how, int options)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), result;
	SAY("%s, %s, enabled %s\n", by_name ? "by name" : "by address", how & 1 ? "output" : "no output",
	    how & 2 ? "before" : "later");
	start(options);
	if (how & 2)
		CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	if (how & 1)
		put_text(client.bev, "early and ");
	if (by_name)
		result = bufferevent_socket_connect_hostname(client.bev, NULL, AF_INET, "127.0.0.1", ntohs(sin.sin_port));
	else
		result = bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin);
	SAY("connect: %d\n", result);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	serve(listener);
	meet();
	show(&client);
	show(&server);
	CHECK(bufferevent_socket_get_dns_error(client.bev) == 0);
	side_free(&client);
	side_free(&server);
	close(listener);
}

static void refused(int output, int options)
{
	struct sockaddr_in sin;
	int port = tcp_refusing(&sin), listener;
	char reason[100];
	SAY("refused, %s\n", output ? "output" : "no output");
	start(options);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	if (output)
		put_text(client.bev, "early and ");
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	UNTIL(base, strstr(client.log.text, "ERROR"));
	m_settle();
	b_show(&client.log, client.bev);
	CHECK(bufferevent_tls_get_reason(client.bev, reason, sizeof reason) > 0 && same(reason, strerror(ECONNREFUSED)));
	close(port);

	/* Somebody listens now. */
	listener = tcp_listen(&sin);
	SAY("again: %d", bufferevent_setfd(client.bev, -1));
	SAY(" %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	serve(listener);
	meet();
	show(&client);
	side_free(&client);
	side_free(&server);
	close(listener);
}

static void cannot_be(int options)
{
	struct sockaddr_in sin = { .sin_family = 250 };
	SAY("no such family\n");
	start(options);
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	m_settle();
	b_show(&client.log, client.bev);
	side_free(&client);
	SAY("no such port\n");
	start(options);
	SAY("connect: %d\n", bufferevent_socket_connect_hostname(client.bev, NULL, AF_INET, "127.0.0.1", 65536));
	m_settle();
	b_show(&client.log, client.bev);
	side_free(&client);
	SAY("never\n");
	start(options);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	put_text(client.bev, "text");
	m_settle();
	b_show(&client.log, client.bev);
	side_free(&client);
}

/* Freed before the connection is there. */
static void freed(void)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin);
	start(0);
	CHECK(bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	side_free(&client);
	SAY("freed: %s\n", client.log.text[0] ? client.log.text : "nothing");
	close(listener);
}

/* A new socket for a connection that has ended. */
static void again(int is_server)
{
	struct side both[2];
	SAY("another socket, %s\n", is_server ? "server" : "client");
	sides_start(both, over_sockets, 0);
	sides_meet(both);
	for (int i = 0; i < 2; i++) {
		int fd[2], old = bufferevent_getfd(both[is_server].bev);
		side_free(&both[!is_server]);
		b_show(&both[is_server].log, both[is_server].bev);
		t_pair(fd);
		CHECK(bufferevent_setfd(both[is_server].bev, fd[0]) == 0);
		close(old);
		CHECK(bufferevent_enable(both[is_server].bev, EV_READ | EV_WRITE) == 0);
		side_on_socket(&both[!is_server], fd[1], BEV_OPT_CLOSE_ON_FREE);
		CHECK(bufferevent_enable(both[!is_server].bev, EV_READ | EV_WRITE) == 0);
		m_settle();
		put_text(both[0].bev, "question");
		put_text(both[1].bev, "answer");
		m_settle();
		sides_show(both);
	}
	sides_free(both);
}

int main(void)
{
	m_start();
	for (int defer = 0; defer < 2; defer++) {
		int options = defer ? BEV_OPT_DEFER_CALLBACKS : 0;
		SAY("-- %s\n", defer ? "deferred" : "at once");
		for (int how = 0; how < 4; how++)
			connects(how & 1, how, options);
		for (int output = 0; output < 2; output++)
			refused(output, options);
		cannot_be(options);
	}
	freed();
	for (int server = 0; server < 2; server++)
		again(server);
	return m_end();
}
