// run: once
// on: ours
// each: -levent_openssl -levent_mbedtls -levent_rustls
// libs: -lcrypto
// WebSocket sessions over TLS: the handshake, messages both ways, large ones, and the three ways in which they end.
#include "contexts/kit.h"

#include <event2/http.h>
#include <event2/ws.h>
#include <event2/ws_extra.h>

#define LARGE 300000

static struct evws_connection *server, *client;
static int server_code, client_code; /* of their ends; 0 before */
static char said[100];
static unsigned char large[LARGE];
static size_t returned; /* bytes of a large message that came back */

/* Everything comes back. */
static void server_message(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	if (type == WS_TEXT_FRAME)
		evws_send(evws, (const char *)data, n);
	else
		evws_send_binary(evws, (const char *)data, n);
}

static void server_closed(struct evws_connection *evws, void *arg)
{
	server_code = evws_connection_get_close_code(evws);
	server = NULL;
}

static void client_message(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	if (type == WS_TEXT_FRAME)
		snprintf(said, sizeof said, "%s", (const char *)data);
	else
		returned = CHECK(n == LARGE && memcmp(data, large, n) == 0) ? n : 0;
}

static void client_closed(struct evws_connection *evws, void *arg)
{
	client_code = evws_connection_get_close_code(evws);
	client = NULL;
}

static struct bufferevent *over_tls(struct event_base *b, void *arg)
{
	return bufferevent_tls_server_new(b, -1, of_server, BEV_OPT_CLOSE_ON_FREE);
}

static void on_request(struct evhttp_request *req, void *arg)
{
	server = evws_new_session(req, server_message, NULL, 0);
	NEED(server);
	evws_connection_set_closecb(server, server_closed, NULL);
}

static void on_response(struct evhttp_request *req, void *arg)
{
	NEED(req && evhttp_request_get_response_code(req) == 101);
	client = evws_client_new_session(arg, req, client_message, NULL, 0);
	NEED(client);
	evws_connection_set_closecb(client, client_closed, NULL);
}

/* A new session, both sides of it. */
static void open_session(int port)
{
	struct bufferevent *bev = bufferevent_tls_client_new(base, -1, of_client, "localhost", BEV_OPT_CLOSE_ON_FREE);
	struct evhttp_connection *evcon = evhttp_connection_base_bufferevent_new(base, NULL, bev, "127.0.0.1", port);
	struct evhttp_request *req = evhttp_request_new(on_response, evcon);
	NEED(evcon && req && evws_client_add_headers(req) == 0);
	NEED(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, "/") == 0);
	server_code = client_code = 0;
	UNTIL(base, client && server);
}

static void talk(void)
{
	evws_send_text(client, "hello");
	UNTIL(base, said[0]);
	CHECK(strcmp(said, "hello") == 0);
	said[0] = 0;
	evws_send_binary(client, (const char *)large, LARGE);
	UNTIL(base, returned);
	returned = 0;
}

static void until_ended(int client_end, int server_end)
{
	UNTIL(base, client_code && server_code);
	CHECK(client_code == client_end && server_code == server_end && !client && !server);
}

int main(void)
{
	start();
	struct evhttp *http = evhttp_new(base);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	struct sockaddr_in sin;
	socklen_t len = sizeof sin;
	NEED(bound && getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len) == 0);
	int port = ntohs(sin.sin_port);
	evhttp_set_bevcb(http, over_tls, NULL);
	evhttp_set_gencb(http, on_request, NULL);
	for (size_t i = 0; i < LARGE; i++)
		large[i] = i * 2654435761u >> 11;

	open_session(port);
	talk();
	evws_close(client, WS_CR_NORMAL);
	until_ended(WS_CR_NORMAL, WS_CR_NORMAL);

	open_session(port);
	talk();
	evws_close(server, 4000);
	until_ended(4000, 4000);

	/* The connection goes without a close frame. */
	open_session(port);
	evws_connection_free(client);
	UNTIL(base, server_code);
	CHECK(server_code == 1006);

	/* The server goes with a session. */
	open_session(port);
	evhttp_free(http);
	CHECK(!server);
	UNTIL(base, client_code);
	CHECK(client_code == 1006);
	return finish();
}
