// run: once
// on: ours
// Replies to HEAD, and 1xx, 204 and 304, never have a body, whatever the program gives; so the next response begins
// where the client expects it.
#include "serve.h"

static int code = 200;

REQUEST(text)
{
	evhttp_add_header(evhttp_request_get_output_headers(req), "X-Mine", "yes");
	reply_text(req, code, NULL, "BODY");
}
REQUEST(fail) { evhttp_send_error(req, code, NULL); }
REQUEST(chunks)
{
	struct evbuffer *chunk = evbuffer_new();
	evhttp_send_reply_start(req, code, NULL);
	for (int i = 0; i < 2; i++) {
		evbuffer_add(chunk, "BODY", 4);
		evhttp_send_reply_chunk(req, chunk);
		evbuffer_drain(chunk, 4); /* not taken when there is no body */
	}
	evbuffer_free(chunk);
	evhttp_send_reply_end(req);
}

/* Nothing may follow the empty line but the next response. */
static void check(const char *request, int responses)
{
	int fd = client(), found = 0;
	char *at = answer;
	puts_to(fd, request);
	come(fd);
	while (!strncmp(at, "HTTP/1.", 7)) {
		char *end = strstr(at, END);
		found++;
		if (!CHECK(end))
			break;
		at = end + 4;
	}
	if (!CHECK(found == responses && !*at))
		SAY("%d, %s: %s\n", code, visible(request, strlen(request)), visible(answer, answer_len));
	close(fd);
	run();
}

int main(void)
{
	static void (*const replies[])(struct evhttp_request *, void *) = { text, chunks, fail };
	static const int codes[] = { 200, 404, 204, 304, 100, 103, 199 };

	serve(text, NULL);
	for (size_t r = 0; r < COUNT(replies); r++) {
		evhttp_set_gencb(http, replies[r], NULL);
		for (size_t i = 0; i < COUNT(codes); i++) {
			code = codes[i];
			/* An error closes the connection. */
			int two = replies[r] == fail ? 1 : 2;
			check("HEAD / " V11 "HEAD / " V11, two);
			check("HEAD / HTTP/1.0\r\n\r\n", 1);
			if (i >= 2) {
				check("GET / " V11 "GET / " V11, two);
				check("GET / HTTP/1.0\r\n\r\n", 1);
			}
		}
	}
	/* Pieces of unknown length for a client of 1.0 that would like to go on: only the end of the connection can tell
	 * it where they end. */
	code = 200;
	evhttp_set_gencb(http, chunks, NULL);
	int fd = client();
	puts_to(fd, "GET / HTTP/1.0\r\nConnection: keep-alive" END);
	CHECK(come(fd) && !strstr(answer, "Content-Length") && !strstr(answer, "chunked") && !strstr(answer, "keep-alive") &&
	    !strcmp(strstr(answer, END), END "BODYBODY"));
	close(fd);

	/* The library's own pages. */
	code = 200;
	evhttp_set_gencb(http, NULL, NULL);
	check("HEAD / " V11, 1);
	evhttp_set_gencb(http, text, NULL);
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	check("HEAD / " V11, 1);
	stop_serving();
	return t_result();
}
