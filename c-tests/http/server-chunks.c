// run: once
// Replies in pieces: evhttp_send_reply_start, _chunk, _chunk_with_cb and _end, for clients of 1.1 and 1.0. What is
// written when, and when the callbacks come.
#include "serve.h"

static struct evhttp_request *held;
static const char *own_name, *own_value;
static int code = 200;

static void chunk(struct evhttp_request *req, const char *text)
{
	struct evbuffer *b = evbuffer_new();
	evbuffer_add(b, text, strlen(text));
	evhttp_send_reply_chunk(req, b);
	SAY("left %zu ", evbuffer_get_length(b));
	evbuffer_free(b);
}

REQUEST(at_once)
{
	if (own_name)
		evhttp_add_header(evhttp_request_get_output_headers(req), own_name, own_value);
	evhttp_send_reply_start(req, code, arg);
	chunk(req, "hello");
	chunk(req, "");
	chunk(req, ", a longer chunk than that");
	evhttp_send_reply_end(req);
	SAY("\n");
}

REQUEST(only_start_and_end)
{
	evhttp_send_reply_start(req, code, "OK");
	evhttp_send_reply_end(req);
}

static void sent(struct evhttp_connection *evcon, void *arg)
{
	SAY("sent %s ", (const char *)arg);
	CHECK(evhttp_request_get_connection(held) == evcon);
}

REQUEST(hold)
{
	held = req;
	evhttp_send_reply_start(req, 200, "OK");
}

static void completed(struct evhttp_request *req, void *arg)
{
	SAY("completed %s ", (const char *)arg);
	CHECK(evhttp_request_get_connection(req) != NULL);
}

static void chunk_with_cb(const char *text, void *name)
{
	struct evbuffer *b = evbuffer_new();
	evbuffer_add(b, text, strlen(text));
	evhttp_send_reply_chunk_with_cb(held, b, name ? sent : NULL, name);
	SAY("left %zu ", evbuffer_get_length(b));
	evbuffer_free(b);
}

/* Step by step, with the loop run in between. */
static void steps(const char *request)
{
	int fd = client();
	SAY("%s\n", visible(request, strlen(request)));
	held = NULL;
	puts_to(fd, request);
	say_come(fd);
	if (!CHECK(held))
		return;
	chunk_with_cb("one", "1");
	say_come(fd);
	chunk_with_cb("two", NULL);
	say_come(fd);
	chunk_with_cb("", "empty");
	say_come(fd);
	/* Two before the loop runs: only the last callback is left. */
	chunk_with_cb("three", "3");
	chunk_with_cb("four", "4");
	say_come(fd);
	chunk(held, "five");
	evhttp_request_set_on_complete_cb(held, completed, "it");
	evhttp_send_reply_end(held);
	SAY("end ");
	say_come(fd);
	if (strstr(request, "1.1")) {
		held = NULL;
		puts_to(fd, "GET /next " V11);
		say_come(fd);
		if (!CHECK(held))
			return;
		evhttp_send_reply_end(held);
		say_come(fd);
	}
	close(fd);
	run();
}

int main(void)
{
	static const char *const requests[] = { "GET / " V11, "GET / HTTP/1.1\r\nConnection: close" END, "GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.2\r\n\r\n", "POST / " V11 "GET / " V11 };
	static const char *const own[][2] = { { "Content-Length", "31" }, { "Transfer-Encoding", "gzip" }, { "Transfer-Encoding", "chunked" },
		{ "Connection", "close" }, { "Content-Type", "a/b" }, { "Trailer", "X" } };
	static const int codes[] = { 204, 304, 100, 404, 0 };
	int fd;

	serve(at_once, NULL);
	evhttp_set_allowed_methods(http, 0x1ff);
	for (size_t i = 0; i < COUNT(requests); i++)
		exchange(requests[i]);
	for (size_t i = 0; i < COUNT(own); i++) {
		own_name = own[i][0];
		own_value = own[i][1];
		exchange(requests[0]);
		exchange(requests[2]);
	}
	own_name = NULL;
	evhttp_set_gencb(http, at_once, "Fine");
	exchange(requests[0]);
	evhttp_set_gencb(http, only_start_and_end, NULL);
	for (size_t i = 0; i < COUNT(requests); i++)
		exchange(requests[i]);
	for (size_t i = 0; i < COUNT(codes); i++) {
		code = codes[i];
		exchange(requests[0]);
	}

	/* No body: the chunks stay with the program. */
	SAY("without a body\n");
	evhttp_set_gencb(http, at_once, "Fine");
	for (size_t i = 0; i < 3; i++) {
		code = codes[i];
		exchange(requests[0]);
		exchange(requests[2]);
	}
	code = 200;
	exchange("HEAD / " V11 "HEAD / " V11);
	exchange("HEAD / HTTP/1.0\r\n\r\n");
	exchange("HEAD / HTTP/1.0\r\nConnection: keep-alive" END);
	exchange("CONNECT h " V11);

	evhttp_set_gencb(http, hold, NULL);
	steps("GET / " V11);
	steps("GET / HTTP/1.0" END);

	/* End while bytes wait: the client reads only afterwards. A second request waits for all of it. */
	fd = client();
	puts_to(fd, "GET / " V11 "GET /2 " V11);
	run();
	struct evbuffer *big = evbuffer_new();
	char *zeros = calloc(1, 500000);
	memset(zeros, 'x', 500000);
	evbuffer_add(big, zeros, 500000);
	evhttp_send_reply_chunk_with_cb(held, big, sent, "big");
	run();
	evhttp_request_set_on_complete_cb(held, completed, "big");
	evhttp_send_reply_end(held);
	run();
	SAY("not yet\n");
	come(fd);
	SAY("%zu bytes, last %s\n", answer_len, visible(answer + answer_len - 60, 60));
	evhttp_send_reply_end(held);
	say_come(fd);
	close(fd);
	free(zeros);
	evbuffer_free(big);
	stop_serving();
	return t_result();
}
