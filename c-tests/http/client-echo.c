// run: once
// timeout: 60
// A server and clients of the library in one loop: a thousand requests with bodies of many sizes, echoed whole or in
// chunks; over connections that are kept, and over new ones.
#include "peer.h"

static struct evhttp *http;
static char *pattern;

#define LARGEST 300000

/* The body comes back: whole, in chunks, or without a length, as the path says. */
static void echo(struct evhttp_request *req, void *arg)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req), *part;
	const char *path = evhttp_request_get_uri(req);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Echo", path);
	if (!strncmp(path, "/whole", 6)) {
		evhttp_send_reply(req, 200, "OK", in);
		return;
	}
	part = evbuffer_new();
	evhttp_send_reply_start(req, 201, "Chunks");
	while (part && evbuffer_remove_buffer(in, part, 7000) > 0)
		evhttp_send_reply_chunk(req, part);
	evhttp_send_reply_end(req);
	if (part)
		evbuffer_free(part);
}

static int count, asked, answered, wrong, of_code[2], connections_closed;
static size_t bytes_back;

struct ask {
	size_t size, got;
	int number;
	struct evhttp_connection *con;
};

static void ask(struct evhttp_connection *con, int number);

static int matches(struct evbuffer *in, size_t at)
{
	size_t n = evbuffer_get_length(in);
	return n == 0 || !memcmp(evbuffer_pullup(in, -1), pattern + at, n);
}

static void piece(struct evhttp_request *req, void *arg)
{
	struct ask *ask = arg;
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	wrong += !matches(in, ask->number % 251 + ask->got);
	ask->got += evbuffer_get_length(in);
}

static void got(struct evhttp_request *req, void *arg)
{
	struct ask *a = arg;
	char path[30];
	answered++;
	if (!req) {
		wrong++;
	} else {
		struct evbuffer *in = evhttp_request_get_input_buffer(req);
		int code = evhttp_request_get_response_code(req);
		const char *header = evhttp_find_header(evhttp_request_get_input_headers(req), "Echo");
		snprintf(path, sizeof(path), "%s%d", code == 200 ? "/whole" : "/chunks", a->number);
		wrong += !header || strcmp(header, path);
		wrong += !matches(in, a->number % 251 + a->got);
		a->got += evbuffer_get_length(in);
		wrong += a->got != a->size;
		bytes_back += a->got;
		of_code[code == 201]++;
	}
	struct evhttp_connection *con = a->con;
	free(a);
	if (asked < count)
		ask(con, asked);
	else if (answered == count)
		event_base_loopbreak(base);
}

static void ask(struct evhttp_connection *con, int number)
{
	struct ask *a = calloc(1, sizeof(*a));
	struct evhttp_request *req = evhttp_request_new(got, a);
	char path[30];
	asked++;
	a->number = number;
	a->con = con;
	a->size = number % 10 == 0 ? (size_t)number * 7919 % LARGEST : number % 3 ? (size_t)number * 31 % 5000 : (size_t)number % 5;
	evbuffer_add(evhttp_request_get_output_buffer(req), pattern + number % 251, a->size);
	if (number % 4 == 1)
		evhttp_request_set_chunked_cb(req, piece);
	if (number % 17 == 3)
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	if (number % 50 == 7 && a->size)
		evhttp_add_header(evhttp_request_get_output_headers(req), "Expect", "100-continue");
	snprintf(path, sizeof(path), "%s%d", number % 7 < 4 ? "/whole" : "/chunks", number);
	CHECK(evhttp_make_request(con, req, number % 2 ? EVHTTP_REQ_POST : EVHTTP_REQ_PUT, path) == 0);
}

static void count_closed(struct evhttp_connection *con, void *arg) { connections_closed++; }

int main(void)
{
	static const struct { int connections, at_once, count; } all[] = { { 1, 1, 150 }, { 1, 10, 150 }, { 5, 1, 200 }, { 5, 10, 500 } };
	struct evhttp_connection *cons[5];
	start();
	pattern = malloc(LARGEST + 251);
	for (int i = 0; i < LARGEST + 251; i++)
		pattern[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[i * 7 % 36];
	http = evhttp_new(base);
	CHECK(http && evhttp_accept_socket(http, listener) == 0);
	evhttp_set_gencb(http, echo, NULL);
	for (size_t i = 0; i < COUNT(all); i++) {
		asked = answered = wrong = of_code[0] = of_code[1] = connections_closed = 0;
		bytes_back = 0;
		count = all[i].count;
		for (int k = 0; k < all[i].connections; k++) {
			cons[k] = evhttp_connection_base_new(base, NULL, "127.0.0.1", port);
			evhttp_connection_set_closecb(cons[k], count_closed, NULL);
			evhttp_connection_set_timeout(cons[k], 20);
			for (int n = 0; n < all[i].at_once; n++)
				ask(cons[k], asked);
		}
		event_base_dispatch(base);
		SAY("%d connections, %d at once each: asked %d, answered %d, wrong %d, 200 %d, 201 %d, %zu bytes, closed %d\n", all[i].connections,
		    all[i].at_once, asked, answered, wrong, of_code[0], of_code[1], bytes_back, connections_closed);
		for (int k = 0; k < all[i].connections; k++)
			evhttp_connection_free(cons[k]);
		run();
	}
	evhttp_free(http);
	free(pattern);
	event_base_free(base);
	return t_result();
}
