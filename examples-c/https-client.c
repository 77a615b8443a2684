/*
 * Asks an HTTPS server.
 *
 *   cc -o https-client https-client.c -levent_openssl -levent
 *   ./https-client https://localhost:8443/ ca.pem
 *
 * -levent_mbedtls and -levent_rustls do as well. Without the file of authorities, those of the system count. The body goes to the
 * standard output, the status to the standard error. The exit status is 1 if there is no body to be had.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_tls.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>

static struct event_base *base;
static struct bufferevent *bev;
static int status = 1;

/* A part of the body has come. */
static void part_came(struct evhttp_request *req, void *arg)
{
	(void)arg;
	evbuffer_write(evhttp_request_get_input_buffer(req), STDOUT_FILENO);
}

/* The request is done, or has failed: then there is none, or it has no status. */
static void done(struct evhttp_request *req, void *arg)
{
	int code = req ? evhttp_request_get_response_code(req) : 0;
	char reason[200];

	(void)arg;
	if (code)
		fprintf(stderr, "%d %s\n", code, evhttp_request_get_response_code_line(req));
	else if (bufferevent_tls_get_reason(bev, reason, sizeof(reason)) > 0)
		fprintf(stderr, "%s\n", reason);
	else
		fprintf(stderr, "no connection\n");
	status = code < 200 || code > 299;
	event_base_loopbreak(base);
}

int main(int argc, char **argv)
{
	struct evhttp_uri *uri = argc > 1 ? evhttp_uri_parse(argv[1]) : NULL;
	struct bufferevent_tls_context *context = bufferevent_tls_context_new_client();
	struct evdns_base *dns;
	struct evhttp_connection *conn;
	struct evhttp_request *req;
	const char *host, *path, *query;
	char target[4096], authority[300];
	int port;

	if (!uri || argc > 3 || !evhttp_uri_get_host(uri) || strcmp(evhttp_uri_get_scheme(uri), "https")) {
		fprintf(stderr, "usage: https-client https://HOST[:PORT]/PATH [AUTHORITIES]\n");
		return 2;
	}
	if (!context || bufferevent_tls_context_set_alpn(context, "http/1.1"))
		return 1;
	if (argc == 3 && bufferevent_tls_context_trust_file(context, argv[2])) {
		fprintf(stderr, "%s: no certificates\n", argv[2]);
		return 1;
	}
	host = evhttp_uri_get_host(uri);
	path = evhttp_uri_get_path(uri);
	query = evhttp_uri_get_query(uri);
	port = evhttp_uri_get_port(uri) > 0 ? evhttp_uri_get_port(uri) : 443;
	snprintf(target, sizeof(target), "%s%s%s", path && *path ? path : "/", query ? "?" : "", query ? query : "");
	snprintf(authority, sizeof(authority), port == 443 ? "%s" : "%s:%d", host, port);

	base = event_base_new();
	dns = base ? evdns_base_new(base, EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE) : NULL;
	bev = dns ? bufferevent_tls_client_new(base, -1, context, host, 0) : NULL;
	conn = bev ? evhttp_connection_base_bufferevent_new(base, dns, bev, host, (unsigned short)port) : NULL;
	req = conn ? evhttp_request_new(done, NULL) : NULL;
	if (!req)
		return 1;
	/* Many servers end a connection without the farewell of TLS; HTTP says itself where a body ends. */
	bufferevent_tls_set_flags(bev, BUFFEREVENT_SSL_DIRTY_SHUTDOWN);
	evhttp_request_set_chunked_cb(req, part_came);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", authority);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	if (evhttp_make_request(conn, req, EVHTTP_REQ_GET, target) == 0)
		event_base_dispatch(base);
	evhttp_connection_free(conn);
	evdns_base_free(dns, 0);
	event_base_free(base);
	bufferevent_tls_context_free(context);
	evhttp_uri_free(uri);
	return status;
}
