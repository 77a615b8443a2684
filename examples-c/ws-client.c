/*
 * Talks to a WebSocket server.
 *
 *   cc -o ws-client ws-client.c -levent
 *   ./ws-client ws://127.0.0.1:8080/ hello "how are you"
 *
 * Sends each argument as a text, prints the messages that come, one on each line, and closes the session when there were as many.
 * The exit status is 0 if the server then says farewell too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/ws.h>
#include <event2/ws_extra.h>

static struct {
	struct event_base *base;
	struct evhttp_connection *conn;
	char **texts;
	int count, came, status;
} all = {.status = 1};

static void came(struct evws_connection *session, int type, const unsigned char *data, size_t len, void *arg)
{
	(void)arg;
	if (type == WS_TEXT_FRAME)
		printf("%.*s\n", (int)len, (const char *)data);
	else
		printf("(%zu bytes)\n", len);
	if (++all.came == all.count)
		evws_close(session, WS_CR_NORMAL);
}

static void closed(struct evws_connection *session, void *arg)
{
	int code = evws_connection_get_close_code(session);

	(void)arg;
	fprintf(stderr, "closed: %d %s\n", code, evws_connection_get_close_reason(session));
	all.status = code != WS_CR_NORMAL;
	event_base_loopbreak(all.base);
}

/* The server has answered the handshake, or failed to. */
static void answered(struct evhttp_request *req, void *arg)
{
	struct evws_connection *session = req ? evws_client_new_session(all.conn, req, came, NULL, 0) : NULL;

	(void)arg;
	if (!session) {
		int status = req ? evhttp_request_get_response_code(req) : 0;

		fprintf(stderr, status ? "no session: %d\n" : "no connection\n", status);
		event_base_loopbreak(all.base);
		return;
	}
	/* It is the session's now. */
	all.conn = NULL;
	evws_connection_set_closecb(session, closed, NULL);
	for (int i = 0; i < all.count; i++)
		evws_send_text(session, all.texts[i]);
}

/* Asks for a session. */
static int ask(const struct evhttp_uri *uri)
{
	const char *host = evhttp_uri_get_host(uri), *path = evhttp_uri_get_path(uri), *query = evhttp_uri_get_query(uri);
	struct evhttp_request *req = evhttp_request_new(answered, NULL);
	char target[2048], authority[300];

	if (!req)
		return -1;
	snprintf(target, sizeof(target), "%s%s%s", path && *path ? path : "/", query ? "?" : "", query ? query : "");
	snprintf(authority, sizeof(authority), "%s:%d", host, evhttp_uri_get_port(uri) > 0 ? evhttp_uri_get_port(uri) : 80);
	if (evhttp_add_header(evhttp_request_get_output_headers(req), "Host", authority) || evws_client_add_headers(req)) {
		evhttp_request_free(req);
		return -1;
	}
	return evhttp_make_request(all.conn, req, EVHTTP_REQ_GET, target);
}

int main(int argc, char **argv)
{
	struct evhttp_uri *uri = argc > 2 ? evhttp_uri_parse(argv[1]) : NULL;
	struct evdns_base *dns;
	int port;

	if (!uri || !evhttp_uri_get_host(uri) || strcmp(evhttp_uri_get_scheme(uri), "ws")) {
		fprintf(stderr, "usage: %s ws://HOST[:PORT]/PATH TEXT...\n", argv[0]);
		return 2;
	}
	all.texts = argv + 2;
	all.count = argc - 2;
	port = evhttp_uri_get_port(uri) > 0 ? evhttp_uri_get_port(uri) : 80;
	all.base = event_base_new();
	dns = all.base ? evdns_base_new(all.base, EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE) : NULL;
	if (!dns)
		return 1;
	all.conn = evhttp_connection_base_new(all.base, dns, evhttp_uri_get_host(uri), (unsigned short)port);
	if (all.conn && ask(uri) == 0)
		event_base_dispatch(all.base);
	if (all.conn)
		evhttp_connection_free(all.conn);
	evhttp_uri_free(uri);
	evdns_base_free(dns, 0);
	event_base_free(all.base);
	return all.status;
}
