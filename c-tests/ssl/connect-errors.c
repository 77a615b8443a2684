// run: once
// libs: -levent_openssl -lssl -lcrypto
// Connections that do not come about: what is told, what connect returns, and whether OpenSSL begins a handshake.
#include "ssl/ssl.h"

static struct event_base *base;
static struct side client;

/* SSL tells of each step of the handshake. */
static int steps;

static void on_info(const SSL *ssl, int where, int ret) { steps++; }

static void start(int options)
{
	memset(&client, 0, sizeof client);
	client.ssl = ssl_new(0);
	steps = 0;
	SSL_set_info_callback(client.ssl, on_info);
	client.bev = bufferevent_openssl_socket_new(base, -1, client.ssl, BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE | options);
	NEED(client.bev);
	b_log(client.bev, &client.log, "client");
	bufferevent_setcb(client.bev, log_read, log_write, log_ssl_event, &client.log);
}

static void end(const char *when)
{
	ssl_settle(base);
	SAY("%s: ", when);
	side_show(&client);
	SAY("handshake begun: %s; dns error %s\n", steps ? "yes" : "no",
	    bufferevent_socket_get_dns_error(client.bev) ? "yes" : "0");
}

static void refused(int enable, int output, int again, int options)
{
	struct sockaddr_in sin;
	int port = tcp_refusing(&sin);
	SAY("refused, %s, %s\n", enable ? "enabled" : "not enabled", output ? "output" : "no output");
	start(options);
	if (enable)
		CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	if (output)
		put_text(client.bev, "text");
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	end("then");
	put_text(client.bev, "text");
	end("written");
	if (again) {
		CHECK(bufferevent_enable(client.bev, EV_READ) == 0);
		end("reading enabled");
		CHECK(bufferevent_enable(client.bev, EV_WRITE) == 0);
		end("writing enabled");
	}
	bufferevent_free(client.bev);
	ssl_settle(base);
	close(port);
}

/* Without a socket and without a connection. */
static void never(int options)
{
	SAY("never connected\n");
	start(options);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	put_text(client.bev, "text");
	end("then");
	bufferevent_free(client.bev);
	ssl_settle(base);
}

static void bad(int options)
{
	struct sockaddr_in sin = { .sin_family = 250 };
	SAY("no such family\n");
	start(options);
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	end("then");
	bufferevent_free(client.bev);
	ssl_settle(base);
	SAY("no such host\n");
	start(options);
	CHECK(bufferevent_enable(client.bev, EV_READ | EV_WRITE) == 0);
	SAY("connect: %d\n", bufferevent_socket_connect_hostname(client.bev, NULL, AF_INET6, "127.0.0.1", 443));
	end("then");
	bufferevent_free(client.bev);
	ssl_settle(base);
	SAY("no such port\n");
	start(options);
	SAY("connect: %d\n", bufferevent_socket_connect_hostname(client.bev, NULL, AF_INET, "127.0.0.1", 65536));
	end("then");
	bufferevent_free(client.bev);
	ssl_settle(base);
}

/* Freed before the connection is there. */
static void freed(int options)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), before = ssl_freed;
	SAY("freed at once\n");
	start(options);
	SAY("connect: %d\n", bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin));
	bufferevent_free(client.bev);
	ssl_settle(base);
	b_show(&client.log, NULL);
	SAY("freed: %d\n", ssl_freed - before);
	close(listener);
}

int main(void)
{
	base = event_base_new();
	ssl_start(0);
	for (int defer = 0; defer < 2; defer++) {
		int options = defer ? BEV_OPT_DEFER_CALLBACKS : 0;
		for (int i = 0; i < 8; i++) {
			SAY("-- refused%s%s %d\n", i & 4 ? ", enabled again" : "", defer ? ", deferred" : "", i);
			refused(i & 1, i >> 1 & 1, i & 4, options);
		}
		SAY("-- others%s\n", defer ? ", deferred" : "");
		never(options);
		bad(options);
		freed(options);
	}
	event_base_free(base);
	return t_result();
}
