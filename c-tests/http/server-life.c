// run: once
// Requests that are answered later, clients that go, and what is freed when.
#include "tcp.h"

static struct evhttp_request *held;

static void closed(struct evhttp_connection *conn, void *arg)
{
	SAY("  closed: %s\n", (char *)arg);
}

static void complete(struct evhttp_request *req, void *arg) { SAY("  complete, connection %s\n", evhttp_request_get_connection(req) ? "there" : "gone"); }

static void hold(struct evhttp_request *req, void *arg)
{
	SAY("  asked for %s\n", evhttp_request_get_uri(req));
	held = req;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "held");
	evhttp_request_set_on_complete_cb(req, complete, NULL);
}

static void begin(const char *text)
{
	held = NULL;
	connect_client();
	client_send(text, strlen(text));
	CHECK(held != NULL);
}

static void say_short(void)
{
	run();
	client_read();
	SAY("  %.12s%s\n", reply, client_closed ? ", closed" : "");
	reply_len = 0;
	reply[0] = 0;
}

static const char *const get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

static void later(void)
{
	SAY("later\n");
	begin(get);
	say_short();
	evhttp_send_reply(held, 200, "OK", NULL);
	say_short();
	SAY(" and another\n");
	held = NULL;
	client_send(get, strlen(get));
	CHECK(held != NULL);
	evhttp_send_error(held, 500, NULL);
	say_short();
	client_close();
}

static void pipelined(void)
{
	SAY("pipelined\n");
	begin("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
	say_short();
	evhttp_send_reply(held, 200, "OK", NULL);
	held = NULL;
	say_short();
	CHECK(held != NULL);
	if (held)
		evhttp_send_reply(held, 204, "OK", NULL);
	say_short();
	client_close();
}

static void client_goes(int in_parts)
{
	struct evbuffer *part = evbuffer_new();
	SAY("client goes%s\n", in_parts ? ", in parts" : "");
	begin(get);
	client_close();
	SAY(" connection %s\n", evhttp_request_get_connection(held) ? "there" : "gone");
	if (in_parts) {
		evhttp_send_reply_start(held, 200, "OK");
		evbuffer_add(part, "x", 1);
		run();
		evhttp_send_reply_chunk(held, part);
		run();
		evbuffer_add(part, "x", 1);
		evhttp_send_reply_chunk(held, part);
		run();
		evhttp_send_reply_end(held);
	} else {
		evhttp_send_reply(held, 200, "OK", NULL);
	}
	run();
	evbuffer_free(part);
}

static void freed(void)
{
	SAY("connection freed by the program\n");
	begin(get);
	evhttp_send_reply(held, 200, "OK", NULL);
	say_short();
	held = NULL;
	client_send(get, strlen(get));
	evhttp_connection_free(evhttp_request_get_connection(held));
	say_short();
	client_close();
}

static void half(const char *text)
{
	SAY("half: %s\n", shown(text));
	connect_client();
	client_send(text, strlen(text));
	shutdown(client, SHUT_WR);
	say_short();
	client_close();
}

static void half_closed(void)
{
	SAY("half closed\n");
	begin(get);
	shutdown(client, SHUT_WR);
	run();
	evhttp_send_reply(held, 200, "OK", NULL);
	say_short();
	client_close();
}

static void details(void)
{
	struct evhttp_connection *conn;
	struct sockaddr_in client_address;
	socklen_t len = sizeof(client_address);
	const char *address;
	ev_uint16_t port;
	SAY("details\n");
	begin(get);
	conn = evhttp_request_get_connection(held);
	evhttp_connection_get_peer(conn, (void *)&address, &port);
	CHECK(!getsockname(client, (struct sockaddr *)&client_address, &len));
	SAY(" %s, port %d\n", address, port == ntohs(client_address.sin_port));
	SAY(" in the struct: %s, port %d\n", held->remote_host, held->remote_port == port);
	CHECK(evhttp_connection_get_server(conn) == http);
	CHECK(evhttp_connection_get_base(conn) == base);
	CHECK(bufferevent_getfd(evhttp_connection_get_bufferevent(conn)) >= 0);
	CHECK(((const struct sockaddr_in *)evhttp_connection_get_addr(conn))->sin_port == client_address.sin_port);
	SAY(" kind %d, path %s\n", held->kind, shown(evhttp_uri_get_path(evhttp_request_get_evhttp_uri(held))));
	evhttp_send_reply(held, 200, "OK", NULL);
	say_short();
	client_close();
}

static void timeouts(void)
{
	long start;
	SAY("timeouts\n");
	evhttp_set_timeout_tv(http, MS(60));
	for (int i = 0; i < 2; i++) {
		connect_client();
		if (i)
			client_send("GET / HT", 8);
		start = now_ms();
		while (!client_closed) {
			event_base_loop(base, EVLOOP_ONCE);
			client_read();
		}
		CHECK(now_ms() - start >= 60 - T_EARLY - 20);
		say_short();
		client_close();
	}
	/* The program may take its time. */
	begin(get);
	start = now_ms();
	while (now_ms() - start < 120)
		event_base_loop(base, EVLOOP_NONBLOCK);
	client_read();
	say_short();
	evhttp_send_reply(held, 200, "OK", NULL);
	say_short();
	client_close();
}

int main(void)
{
	serve(hold, NULL);
	later();
	pipelined();
	client_goes(0);
	client_goes(1);
	freed();
	half("");
	half("GET /");
	half("GET / HTTP/1.1\r\nA");
	half("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc");
	half_closed();
	details();
	timeouts();
	SAY("server freed\n");
	connect_client();
	stop();
	client_read();
	SAY("  %d\n", client_closed);
	return t_result();
}
