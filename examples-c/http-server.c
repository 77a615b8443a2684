/*
 * Serves HTTP on a port of 127.0.0.1.
 *
 *   cc -o http-server http-server.c -levent
 *   ./http-server 8080
 *   curl http://127.0.0.1:8080/hello?name=you
 *   curl -T file http://127.0.0.1:8080/echo
 *   curl http://127.0.0.1:8080/count
 *
 * With port 0 the system chooses one. /hello greets, /echo sends back what it got, /count sends its answer in parts, and Ctrl-C ends it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#define PARTS 5

/* An answer that is under way. */
struct count {
	struct evhttp_request *req;
	int parts;
};

static void hello(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evbuffer_new();
	const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(req)), *name = NULL;
	struct evkeyvalq pairs = {NULL, NULL};

	(void)arg;
	if (query && evhttp_parse_query_str(query, &pairs) == 0)
		name = evhttp_find_header(&pairs, "name");
	evbuffer_add_printf(body, "Hello, %s!\n", name ? name : "world");
	evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", "text/plain; charset=utf-8");
	evhttp_send_reply(req, HTTP_OK, NULL, body);
	if (query)
		evhttp_clear_headers(&pairs);
	evbuffer_free(body);
}

static void echo(struct evhttp_request *req, void *arg)
{
	(void)arg;
	evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", "application/octet-stream");
	evhttp_send_reply(req, HTTP_OK, NULL, evhttp_request_get_input_buffer(req));
}

/* There is no more to send, or nobody to send it to. */
static void end_count(struct evhttp_connection *conn, void *arg)
{
	struct count *count = arg;

	evhttp_connection_set_closecb(conn, NULL, NULL);
	evhttp_send_reply_end(count->req);
	free(count);
}

/* The part before has been sent: the next one, or the end. */
static void send_part(struct evhttp_connection *conn, void *arg)
{
	struct count *count = arg;
	struct evbuffer *part;

	if (count->parts == PARTS) {
		end_count(conn, count);
		return;
	}
	part = evbuffer_new();
	evbuffer_add_printf(part, "%d\n", ++count->parts);
	evhttp_send_reply_chunk_with_cb(count->req, part, send_part, count);
	evbuffer_free(part);
}

static void start_to_count(struct evhttp_request *req, void *arg)
{
	struct count *count = calloc(1, sizeof(*count));

	(void)arg;
	if (!count) {
		evhttp_send_error(req, HTTP_INTERNAL, NULL);
		return;
	}
	count->req = req;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), end_count, count);
	evhttp_send_reply_start(req, HTTP_OK, NULL);
	if (evhttp_request_get_command(req) == EVHTTP_REQ_HEAD) {
		count->parts = PARTS; /* there is no body */
	}
	send_part(evhttp_request_get_connection(req), count);
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
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (argc != 2 || !http || !interrupt || event_add(interrupt, NULL)) {
		fprintf(stderr, "usage: http-server PORT\n");
		return 2;
	}
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT);
	evhttp_set_max_headers_size(http, 16384);
	evhttp_set_max_body_size(http, 64 << 20);
	evhttp_set_cb(http, "/hello", hello, NULL);
	evhttp_set_cb(http, "/echo", echo, NULL);
	evhttp_set_cb(http, "/count", start_to_count, NULL);
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
	event_base_free(base);
	return 0;
}
