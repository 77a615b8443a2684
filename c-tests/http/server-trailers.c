// run: once
// on: ours
// Chunks with extensions, and trailers, which are never taken for headers.
#include "serve.h"

static int asked;

static void note(struct evhttp_request *req, void *arg)
{
	struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
	struct evbuffer *body = evhttp_request_get_input_buffer(req);
	asked++;
	CHECK(evbuffer_get_length(body) == 3 && !memcmp(evbuffer_pullup(body, 3), "abc", 3));
	CHECK(!evhttp_find_header(headers, "T"));
	CHECK(!strcmp(evhttp_find_header(headers, "X"), "y"));
	CHECK(!strcmp(evhttp_request_get_host(req), "h"));
	evhttp_send_reply(req, 200, "OK", NULL);
}

int main(void)
{
	static const char *const bodies[] = { "3;a=b\r\nabc\r\n0\r\n\r\n", "3 ; a\r\nabc\r\n0;b\r\n\r\n", "3\r\nabc\r\n0\r\nT: u\r\n\r\n",
		"1\r\na\r\n2\r\nbc\r\n0\r\nHost: other\r\nX: z\r\nContent-Length: 7\r\n\r\n", "3\r\nabc\r\n000\r\nT: u\r\n v\r\n\r\n" };
	char text[1000];
	serve(note, NULL);
	for (unsigned i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		int len = sprintf(text, "POST / HTTP/1.1\r\nHost: h\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n%s", bodies[i]);
		asked = 0;
		connect_client();
		client_send(text, len);
		client_send(text, len);
		CHECK(asked == 2 && !client_closed);
		client_close();
	}
	stop();
	return t_result();
}
