// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// Peers that do not speak TLS, or stop to.
#include "contexts/kit.h"

/* One side; the other is a bare socket. */
static int alone(struct side *side, int is_server)
{
	evutil_socket_t fd[2];
	t_pair(fd);
	side_start(side, is_server ? "server" : "client",
	    is_server ? bufferevent_tls_server_new(base, fd[0], of_server, 0)
		      : bufferevent_tls_client_new(base, fd[0], of_client, "localhost", 0));
	return fd[1];
}

static void ended(struct side *side)
{
	UNTIL(base, side->seen & ENDS);
	CHECK(!(side->seen & BEV_EVENT_CONNECTED));
	b_show(&side->log, side->bev);
	has_reason(side);
	/* It is told once, and nothing is waited for any more. */
	settle(base);
	CHECK(side->log.text[0] == 0);
	side_free(side);
}

static void before_the_handshake(int is_server)
{
	static const char http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	struct side side;
	int fd = alone(&side, is_server);
	SAY("-- not TLS\n");
	CHECK(write(fd, http, sizeof http) == sizeof http);
	ended(&side);
	close(fd);
	SAY("-- closed at once\n");
	close(alone(&side, is_server));
	ended(&side);
	SAY("-- a record that is too long\n");
	fd = alone(&side, is_server);
	CHECK(write(fd, "\x16\x03\x01\xff\xff", 5) == 5);
	shutdown(fd, SHUT_WR);
	ended(&side);
	close(fd);
	SAY("-- half of a record\n");
	fd = alone(&side, is_server);
	CHECK(write(fd, "\x16\x03\x01\x02\x00\x01\x00", 7) == 7);
	shutdown(fd, SHUT_WR);
	ended(&side);
	close(fd);
}

/* In an open connection. The client's socket is what breaks it. */
static void afterwards(int how)
{
	struct side client, server;
	SAY("-- %s\n", how ? "garbage in an open connection" : "the end without a farewell");
	meet(&client, &server, "localhost");
	until_met(&client, &server);
	until_said(&client, &server);
	server.log.text[0] = 0;
	if (how)
		CHECK(send(bufferevent_getfd(client.bev), "garbage, and more of it", 23, 0) == 23);
	else
		CHECK(shutdown(bufferevent_getfd(client.bev), SHUT_WR) == 0);
	UNTIL(base, server.seen & ENDS);
	b_show(&server.log, server.bev);
	has_reason(&server);
	side_free(&client);
	side_free(&server);
}

/* Nobody listens. */
static void refused(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof sin;
	struct side client;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	SAY("-- refused\n");
	NEED(bind(fd, (struct sockaddr *)&sin, sizeof sin) == 0 && getsockname(fd, (struct sockaddr *)&sin, &len) == 0);
	side_start(&client, "client", bufferevent_tls_client_new(base, -1, of_client, "localhost", 0));
	CHECK(bufferevent_socket_connect(client.bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	UNTIL(base, client.seen & ENDS);
	b_show(&client.log, client.bev);
	has_reason(&client);
	side_free(&client);
	close(fd);
}

int main(void)
{
	start();
	for (int is_server = 0; is_server < 2; is_server++)
		before_the_handshake(is_server);
	afterwards(0);
	afterwards(1);
	refused();
	return finish();
}
