// run: once
// on: ours
// Requests that two readers could understand in different ways are refused, and the connection is closed, so that
// nothing behind them is taken for a request.
#include "serve.h"

#define NEXT "GET /smuggled HTTP/1.1\r\n\r\n"

static int asked, smuggled;

static void note(struct evhttp_request *req, void *arg)
{
	asked++;
	smuggled += !strcmp(evhttp_request_get_uri(req), "/smuggled");
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void refused(const char *text, int len)
{
	asked = smuggled = 0;
	connect_client();
	client_send(text, len);
	if (!CHECK(!asked && !strncmp(reply, "HTTP/1.1 4", 10) && client_closed))
		SAY("%s\n%s\n", text, reply);
	client_close();
}

/* The request is answered, but it is the last. */
static void last(const char *text)
{
	asked = smuggled = 0;
	connect_client();
	client_send(text, strlen(text));
	if (!CHECK(asked == 1 && !smuggled && client_closed))
		SAY("%s\n", text);
	client_close();
}

int main(void)
{
	static const char *const bad[] = {
		/* Two lengths */
		"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" NEXT,
		"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc" NEXT,
		"POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc" NEXT, "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc" NEXT,
		"POST / HTTP/1.1\r\nContent-Length: 0x3\r\n\r\nabc" NEXT, "POST / HTTP/1.1\r\nContent-Length: 3 3\r\n\r\nabc" NEXT,
		"POST / HTTP/1.1\r\nContent-Length: -0\r\n\r\n" NEXT,
		/* Codings */
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked;x\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: \tchunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" NEXT,
		/* Names */
		"POST / HTTP/1.1\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nContent-Length\t: 3\r\n\r\nabc" NEXT, "POST / HTTP/1.1\r\n: x\r\n\r\n" NEXT,
		"GET / HTTP/1.1\r\n X: y\r\n\r\n" NEXT, "GET / HTTP/1.1\r\nX: a\rb\r\n\r\n" NEXT,
		/* Chunks */
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n\r\n\r\n" NEXT,
	};
	static const char nul[] = "GET / HTTP/1.1\r\nX: a\0b\r\n\r\n" NEXT, nul_name[] = "GET / HTTP/1.1\r\nX\0: b\r\n\r\n" NEXT,
	    nul_uri[] = "GET /\0 HTTP/1.1\r\n\r\n" NEXT;
	serve(note, NULL);
	for (unsigned i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refused(bad[i], strlen(bad[i]));
	refused(nul, sizeof(nul) - 1);
	refused(nul_name, sizeof(nul_name) - 1);
	refused(nul_uri, sizeof(nul_uri) - 1);
	/* A body where there should be none. */
	last("HEAD / HTTP/1.1\r\nContent-Length: 26\r\n\r\n" NEXT);
	last("HEAD / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT);
	stop();
	return t_result();
}
