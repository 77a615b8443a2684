/* CPU time of HTTP, client and server in one loop. bench.h tells how to run it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/http.h>

#include "bench.h"

#define BODY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static long asked;

static void reply(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = must(evbuffer_new(), "evbuffer_new");
	(void)arg;
	evbuffer_add(body, BODY, sizeof BODY - 1);
	evhttp_send_reply(req, HTTP_OK, "OK", body);
	evbuffer_free(body);
}

static void answered(struct evhttp_request *req, void *conn);

static void ask(struct evhttp_connection *conn)
{
	struct evhttp_request *req;
	if (asked == wanted)
		return;
	asked++;
	req = must(evhttp_request_new(answered, conn), "evhttp_request_new");
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", "127.0.0.1");
	if (evhttp_make_request(conn, req, EVHTTP_REQ_GET, "/"))
		die("evhttp_make_request");
}

static void answered(struct evhttp_request *req, void *conn)
{
	if (!req || evhttp_request_get_response_code(req) != HTTP_OK ||
	    evbuffer_get_length(evhttp_request_get_input_buffer(req)) != sizeof BODY - 1)
		die("a request");
	if (++done == wanted)
		event_base_loopbreak(base);
	else
		ask(conn);
}

static void loop(int connections)
{
	struct evhttp *http = must(evhttp_new(base), "evhttp_new");
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof sin;

	bound = must(evhttp_bind_socket_with_handle(http, "127.0.0.1", 0), "evhttp_bind_socket_with_handle");
	if (getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len) ||
	    evhttp_set_cb(http, "/", reply, NULL))
		die("the server");
	while (connections--)
		ask(must(evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port)),
		    "evhttp_connection_base_new"));
	measured(turn_until_done);
}

static void job_one(void) { loop(1); }
static void job_16(void) { loop(16); }

const struct job jobs[] = {
	{"http-loop", 40000, 0, 0, job_one, "HTTP: client and server in one loop"},
	{"http-loop-16", 40000, 0, 0, job_16, "HTTP: the same on 16 connections"},
	{0},
};
