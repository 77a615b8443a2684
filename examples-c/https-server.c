/*
 * Serves HTTPS on a port of 127.0.0.1.
 *
 *   cc -o https-server https-server.c -levent_openssl -levent
 *   ./https-server 8443 cert.pem key.pem
 *   curl --cacert ca.pem https://localhost:8443/
 *   curl --cacert ca.pem -T file https://localhost:8443/echo
 *
 * -levent_mbedtls and -levent_rustls do as well. With port 0 the system chooses one. Ctrl-C ends it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent_tls.h>
#include <event2/event.h>
#include <event2/http.h>

/* What a new connection is read from and written to. */
static struct bufferevent *new_connection(struct event_base *base, void *context)
{
	return bufferevent_tls_server_new(base, -1, context, 0);
}

static void hello(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evbuffer_new();

	(void)arg;
	evbuffer_add_printf(body, "Hello over TLS!\n");
	evhttp_send_reply(req, HTTP_OK, NULL, body);
	evbuffer_free(body);
}

static void echo(struct evhttp_request *req, void *arg)
{
	(void)arg;
	evhttp_send_reply(req, HTTP_OK, NULL, evhttp_request_get_input_buffer(req));
}

static void on_signal(evutil_socket_t fd, short what, void *base)
{
	(void)fd, (void)what;
	event_base_loopexit(base, NULL);
}

int main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = base ? evhttp_new(base) : NULL;
	struct event *interrupt = base ? evsignal_new(base, SIGINT, on_signal, base) : NULL;
	struct bufferevent_tls_context *context;
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (argc != 4 || !http || !interrupt || event_add(interrupt, NULL)) {
		fprintf(stderr, "usage: https-server PORT CERTIFICATE KEY\n");
		return 2;
	}
	context = bufferevent_tls_context_new_server(argv[2], argv[3]);
	if (!context || bufferevent_tls_context_set_alpn(context, "http/1.1")) {
		fprintf(stderr, "%s, %s: no certificate with its key\n", argv[2], argv[3]);
		return 1;
	}
	evhttp_set_bevcb(http, new_connection, context);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT);
	evhttp_set_max_body_size(http, 64 << 20);
	evhttp_set_cb(http, "/", hello, NULL);
	evhttp_set_cb(http, "/echo", echo, NULL);
	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", (ev_uint16_t)atoi(argv[1]));
	if (!bound || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len)) {
		perror("bind");
		return 1;
	}
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);
	event_free(interrupt);
	evhttp_free(http);
	bufferevent_tls_context_free(context);
	event_base_free(base);
	return 0;
}
