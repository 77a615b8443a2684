// run: epoll,poll,changelist
// An HTTP server and its clients: each request is answered once, with its own body, or its failure is told.
#include "kit.h"
#include <event2/http.h>
#include <event2/http_struct.h>

#define CLIENTS 3
#define REQUESTS 4

static struct event_base *base;
static struct asked {
	struct evhttp_connection *connection;
	size_t size;
	int answers;
} asked[CLIENTS * REQUESTS];
static int open_requests;

static void on_request(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evbuffer_new();
	evbuffer_add_buffer(body, evhttp_request_get_input_buffer(req));
	evhttp_send_reply(req, 200, "OK", body);
	evbuffer_free(body);
}

static void on_answer(struct evhttp_request *req, void *arg)
{
	struct asked *a = arg;
	CHECK(a->answers++ == 0);
	if (!req || evhttp_request_get_response_code(req) != 200)
		f_failed(req ? "another status" : "a request");
	else
		CHECK(f_take(evhttp_request_get_input_buffer(req), a->size) == 2 * a->size);
	if (--open_requests == 0)
		event_base_loopbreak(base);
}

static void ask(struct asked *a)
{
	struct evhttp_request *req = evhttp_request_new(on_answer, a);
	unsigned char body[50000];
	f_fill(body, a->size, a->size);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Host", "here");
	evbuffer_add(evhttp_request_get_output_buffer(req), body, a->size);
	open_requests++;
	if (!F_WORKS(evhttp_make_request(a->connection, req, EVHTTP_REQ_POST, "/echo") == 0))
		open_requests--, a->answers = 1;
}

int main(void)
{
	struct evhttp *http;
	struct evhttp_bound_socket *bound;
	struct evhttp_connection *clients[CLIENTS];
	f_begin();
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	http = evhttp_new(base);
	evhttp_set_gencb(http, on_request, NULL);
	evhttp_set_timeout(http, 1);
	if (F_WORKS(bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0))) {
		int port = f_port(evhttp_bound_socket_get_fd(bound));
		for (int i = 0; i < CLIENTS; i++) {
			clients[i] = evhttp_connection_base_new(base, NULL, "127.0.0.1", port);
			evhttp_connection_set_timeout(clients[i], 2);
		}
		for (int i = 0; i < CLIENTS * REQUESTS; i++) {
			asked[i].connection = clients[i % CLIENTS];
			asked[i].size = i * i * 400;
			ask(&asked[i]);
		}
		if (open_requests)
			f_run(base);
		for (int i = 0; i < CLIENTS * REQUESTS; i++)
			CHECK(asked[i].answers == 1);
		for (int i = 0; i < CLIENTS; i++)
			evhttp_connection_free(clients[i]);
	}
	evhttp_free(http);
	event_base_free(base);
	return f_end();
}
