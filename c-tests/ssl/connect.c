// run: once
// libs: -levent_openssl -lssl -lcrypto
// bufferevent_socket_connect on an SSL bufferevent without a socket: first the connection, then the handshake, then one
// CONNECTED. When the connection is refused, what is told, and that nothing is written by TLS.
#include "ssl/ssl.h"



static struct event_base *base;
static struct side client, server;

static void start(int options)
{
	memset(&client, 0, sizeof client);
	client.ssl = ssl_new(0);
	client.bev = bufferevent_openssl_socket_new(base, -1, client.ssl, BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE | options);
	NEED(client.bev);
	b_log(client.bev, &client.log, "client");
	bufferevent_setcb(client.bev, log_read, log_write, log_ssl_event, &client.log);
	SAY("fd %s, enabled %s\n", bufferevent_getfd(client.bev) == -1 ? "none" : "there",
	    t_what(bufferevent_get_enabled(client.bev)));
}

static void serve(int listener)
{
	memset(&server, 0, sizeof server);
	server.is_server = 1;
	side_on_socket(&server, base, tcp_accept(listener), BEV_OPT_CLOSE_ON_FREE);
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
		put_text(client.bev, "early");
	if (by_name)
		result = bufferevent_socket_connect_hostname(client.bev, NULL, AF_INET, "127.0.0.1", ntohs(sin.sin_port));
	else
		result = bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin);
	SAY("connect: %d, fd %s\n", result, bufferevent_getfd(client.bev) == -1 ? "none" : "there");
	serve(listener);
	ssl_settle(base);
	side_show(&client);
	side_show(&server);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	put_text(client.bev, " and late");
	put_text(server.bev, "answer");
	ssl_settle(base);
	sleep_ms(50); /* acknowledgements that TCP delays */
	ssl_settle(base);
	SAY("%d %d\n", !!strstr(client.log.text, "read \"answer\""), !!strstr(server.log.text, "and late"));
	CHECK(bufferevent_socket_get_dns_error(client.bev) == 0);
	for (int i = 0; i < 2; i++)
		bufferevent_free(i ? server.bev : client.bev);
	ssl_settle(base);
	close(listener);
}

/* A socket that exists, and is connected by the call. */
static void own_socket(int options)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	SAY("own socket\n");
	start(options);
	CHECK(bufferevent_setfd(client.bev, fd) == 0);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	CHECK(bufferevent_getfd(client.bev) == fd);
	serve(listener);
	ssl_settle(base);
	side_show(&client);
	side_show(&server);
	for (int i = 0; i < 2; i++)
		bufferevent_free(i ? server.bev : client.bev);
	ssl_settle(base);
	close(listener);
}

/* A connection that the program has begun itself, and that is not yet there. */
static void begun(int options)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	SAY("begun\n");
	CHECK(connect(fd, (struct sockaddr *)&sin, sizeof sin) == 0 || errno == EINPROGRESS);
	memset(&client, 0, sizeof client);
	side_on_socket(&client, base, fd, BEV_OPT_CLOSE_ON_FREE | options);
	serve(listener);
	ssl_settle(base);
	side_show(&client);
	side_show(&server);
	for (int i = 0; i < 2; i++)
		bufferevent_free(i ? server.bev : client.bev);
	ssl_settle(base);
	close(listener);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int defer = 0; defer < 2; defer++) {
			int options = defer ? BEV_OPT_DEFER_CALLBACKS : 0;
			SAY("-- %s%s\n", ssl_version_name(ssl_versions[v]), defer ? ", deferred" : "");
			ssl_start(ssl_versions[v]);
			for (int name = 0; name < 2; name++)
				for (int how = 0; how < 4; how++)
					connects(name, how, options);
			own_socket(options);
			begun(options);
		}
	event_base_free(base);
	return t_result();
}
