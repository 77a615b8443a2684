// on: ours
// run: once
// Sessions of clients: handshakes that are granted and those that are not, messages both ways, pings, and how they end.
#include "http/peer.h"
#include <event2/ws.h>
#include <event2/ws_extra.h>

static struct evhttp *http;
static struct evws_connection *server, *client;
static const char *greeting;
static size_t largest; /* message that the client got */

static void say_message(const char *who, int type, const unsigned char *data, size_t n)
{
	if (n < 60)
		SAY("  %s got %s \"%s\"\n", who, type == WS_TEXT_FRAME ? "text" : "bytes", visible(data, n));
	else
		SAY("  %s got %zu %s\n", who, n, type == WS_TEXT_FRAME ? "of text" : "bytes");
}

static void server_got(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(evws == server);
	say_message("server", type, data, n);
	if (type == WS_TEXT_FRAME)
		evws_send(evws, (const char *)data, n);
	else
		evws_send_binary(evws, (const char *)data, n);
}

static void server_closed(struct evws_connection *evws, void *arg)
{
	SAY("  server closed %d\n", evws_connection_get_close_code(evws));
	server = NULL;
}

static void accept_session(struct evhttp_request *req, void *arg)
{
	server = evws_new_session(req, server_got, NULL, 0);
	CHECK(server != NULL);
	evws_connection_set_closecb(server, server_closed, NULL);
	if (greeting)
		evws_send_text(server, greeting);
}

static void refuse(struct evhttp_request *req, void *arg) { evhttp_send_error(req, 403, NULL); }

static void client_got(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(evws == client && !strcmp(arg, "client"));
	say_message("client", type, data, n);
	if (n > largest)
		largest = n;
	if (n == 4 && !memcmp(data, "free", 4))
		evws_connection_free(evws);
	if (n == 5 && !memcmp(data, "close", 5))
		evws_close(evws, WS_CR_NORMAL);
}

static void client_closed(struct evws_connection *evws, void *arg)
{
	SAY("  client closed %d \"%s\"\n", evws_connection_get_close_code(evws), evws_connection_get_close_reason(evws));
	client = NULL;
}

/* The response has come. */
static void answered(struct evhttp_request *req, void *arg)
{
	client = req ? evws_client_new_session(evcon, req, client_got, "client", 0) : NULL;
	SAY("  %d: %s\n", req ? evhttp_request_get_response_code(req) : -1, client ? "a session" : "no session");
	if (!client)
		return;
	evcon = NULL;
	evws_connection_set_closecb(client, client_closed, NULL);
}

static void ask(const char *path)
{
	struct evhttp_request *req = evhttp_request_new(answered, NULL);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", "h");
	CHECK(evws_client_add_headers(req) == 0);
	CHECK(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, path) == 0);
}

static void begin(void)
{
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	ask("/ws");
	run();
	CHECK(client && server);
}

static void end(void)
{
	if (client)
		evws_connection_free(client);
	run();
	CHECK(!client && !server);
}

static void messages(void)
{
	static char much[200000];
	SAY("messages\n");
	begin();
	CHECK(bufferevent_getfd(evws_connection_get_bufferevent(client)) >= 0);
	evws_send_text(client, "h\xc3\xa9llo");
	run();
	evws_send_binary(client, "\0\1\2", 3);
	evws_send_text(client, "");
	run();
	memset(much, 'x', sizeof(much));
	evws_send_binary(client, much, 126);
	evws_send_binary(client, much, 65536);
	evws_send(client, much, sizeof(much));
	while (largest < sizeof(much))
		event_base_loop(base, EVLOOP_ONCE);
	end();
	SAY("a message right behind the handshake\n");
	greeting = "hello";
	begin();
	greeting = NULL;
	end();
}

static void ends(void)
{
	SAY("the client closes\n");
	begin();
	CHECK(evws_close_with_reason(client, 4000, "done") == 0);
	evws_send_text(client, "too late");
	run();
	end();
	SAY("the client closes, in its callback\n");
	begin();
	evws_send_text(client, "close");
	run();
	end();
	SAY("the client is freed in its callback\n");
	begin();
	evws_send_text(client, "free");
	run();
	end();
	SAY("the server closes\n");
	begin();
	CHECK(evws_close_with_reason(server, 1001, "bye") == 0);
	run();
	end();
	SAY("the server is gone\n");
	begin();
	evws_connection_free(server);
	run();
	end();
	SAY("too much for the client\n");
	begin();
	evws_connection_set_max_message_size(client, 3);
	evws_send_text(client, "four");
	run();
	end();
}

/* Other requests on a connection that is a session's now. */
static void others(void)
{
	SAY("others that wait\n");
	new_connection();
	ask("/ws");
	get("a", "/never");
	run();
	CHECK(client && server && !evcon);
	end();
}

static void refused(void)
{
	SAY("refused\n");
	new_connection();
	ask("/no");
	run();
	CHECK(evcon && !client);
	ask("/ws");
	run();
	end();
	SAY("no handshake in the request\n");
	new_connection();
	CHECK(evhttp_make_request(evcon, evhttp_request_new(answered, NULL), EVHTTP_REQ_GET, "/no") == 0);
	run();
	evhttp_connection_free(evcon);
	SAY("arguments that are missing\n");
	CHECK(evws_client_add_headers(NULL) == -1);
	CHECK(!evws_client_new_session(NULL, NULL, client_got, NULL, 0));
}

/* A server that grants it in a wrong way. */
static void wrong(const char *headers)
{
	SAY("%s\n", visible_text(headers));
	new_connection();
	ask("/ws");
	CHECK(next_peer());
	take();
	give("HTTP/1.1 101 Switching Protocols\r\n");
	give(headers);
	give("\r\n");
	CHECK(!client);
	free_connection();
}

int main(void)
{
	int raw, raw_port;
	start();
	raw = listener;
	raw_port = port;
	http = evhttp_new(base);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	CHECK(bound && getsockname(evhttp_bound_socket_get_fd(bound), (void *)&sin, &len) == 0);
	evhttp_set_cb(http, "/ws", accept_session, NULL);
	evhttp_set_gencb(http, refuse, NULL);
	port = ntohs(sin.sin_port);
	messages();
	ends();
	others();
	refused();
	evhttp_free(http);
	listener = raw;
	port = raw_port;
	wrong("");
	wrong("Upgrade: websocket\r\nConnection: Upgrade\r\n");
	wrong("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
	stop();
	return t_result();
}
