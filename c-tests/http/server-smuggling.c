// run: once
// on: ours
// Requests that two parsers could take for different ones are refused, and the connection closes, so that nothing
// after them is read as a request. The original takes all of these (CVE-2026-63382 and others).
#include "serve.h"

#define POST "POST / HTTP/1.1\r\n"
#define GET "GET / HTTP/1.1\r\n"
#define TE "Transfer-Encoding: chunked\r\n"
#define CHUNKED POST TE "\r\n"
#define NEXT "GET /next " V11
#define LAST "0\r\n\r\n"

static int requests;
REQUEST(count)
{
	requests++;
	reply_text(req, 200, "OK", "x");
}

static void refused(const char *request, size_t n)
{
	int fd = client(), code;
	requests = 0;
	put(fd, request, n);
	int is_closed = come(fd);
	code = answer_len > 12 ? atoi(answer + 9) : 0;
	if (!CHECK(is_closed && requests == 0 && (code == 400 || code == 413 || code == 501)))
		SAY("  %s -> %d, %d requests, %s\n", visible(request, n), code, requests, is_closed ? "closed" : "open");
	CHECK(strlen(answer) < 30 || !strstr(answer + 20, "HTTP/1.")); /* one response only */
	close(fd);
	run();

	/* Byte by byte it is the same. */
	fd = client();
	requests = 0;
	for (size_t i = 0; i < n; i++) {
		if (send(fd, request + i, 1, MSG_NOSIGNAL) < 0)
			break;
		run();
	}
	is_closed = come(fd);
	if (!CHECK(is_closed && requests == 0))
		SAY("  %s, byte by byte: %d requests\n", visible(request, n), requests);
	close(fd);
	run();
}
#define REFUSED(text) refused(text, sizeof(text) - 1)

/* The program sees one request of this body, and then /next. */
static const char *body, *absent;
REQUEST(compare)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	if (requests++ == 0) {
		size_t n = strlen(body);
		CHECK(evbuffer_get_length(in) == n && (!n || !memcmp(evbuffer_pullup(in, -1), body, n)));
		/* What stood behind the body is not among the headers. */
		if (absent)
			CHECK(!evhttp_find_header(evhttp_request_get_input_headers(req), absent));
		CHECK(!strcmp(evhttp_find_header(evhttp_request_get_input_headers(req), "Transfer-Encoding"), "chunked"));
	} else {
		CHECK(!strcmp(evhttp_request_get_uri(req), "/next"));
	}
	reply_text(req, 200, "OK", "x");
}

static void taken(const char *request, const char *expected, const char *no_header)
{
	int fd = client();
	requests = 0;
	body = expected;
	absent = no_header;
	puts_to(fd, request);
	if (!CHECK(!come(fd) && requests == 2))
		SAY("  %s: %d requests\n", visible(request, strlen(request)), requests);
	close(fd);
	run();
}

int main(void)
{
	serve(count, NULL);
	/* A target that makes no sense: one answer, not two. */
	REFUSED("CONNECT h:99999 " V11);
	REFUSED("CONNECT h:x " V11);
	/* Header lines. */
	REFUSED(GET "A : b" END);
	REFUSED(GET "A\t: b" END);
	REFUSED(POST "Content-Length : 3" END "abc");
	REFUSED(POST "Transfer-Encoding : chunked" END LAST);
	REFUSED(POST "Transfer-Encoding\v: chunked\r\nContent-Length: 5" END LAST);
	REFUSED(GET "\1: b" END);
	REFUSED(POST "\177Content-Length: 3" END "abc");
	REFUSED(GET ": b" END);
	REFUSED(GET ":" END);
	REFUSED(GET "A: b\r\n: c" END);
	REFUSED(GET "A: b\0c" END);
	REFUSED(GET "A\0: b" END);
	REFUSED(GET "\0A: c" END NEXT);
	REFUSED(GET "\0" END NEXT);
	REFUSED(GET "A: b\r\n\0 c" END);
	REFUSED(GET "A: b\r\n c\0d" END);
	REFUSED(GET "A: b\r c" END);
	REFUSED(GET "A: b\r\n \rc" END);
	REFUSED("GET / HTTP/1.1\0" END);
	REFUSED("GET /\0a HTTP/1.1" END);
	/* Lengths. */
	REFUSED(POST "Content-Length: 3\r\nContent-Length: 4" END "abcd");
	REFUSED(POST "Content-Length: 4\r\nContent-Length: 3" END "abcd");
	REFUSED(POST "Content-Length: 3, 4" END "abcd");
	REFUSED(POST "Content-Length: +3" END "abc");
	REFUSED(POST "Content-Length: -0" END NEXT);
	REFUSED(POST "Content-Length: 9223372036854775808" END "abc");
	REFUSED(POST "Content-Length: 18446744073709551619" END "abc");
	REFUSED(POST "Content-Length: 99999999999999999999999" END "abc");
	/* Transfer-Encoding, also with a length. */
	REFUSED(POST TE "Content-Length: 3" END LAST);
	REFUSED(POST "Content-Length: 5\r\n" TE "\r\n" LAST);
	REFUSED(POST TE "Content-Length: 0" END LAST);
	REFUSED(POST TE TE "\r\n" LAST);
	REFUSED(POST TE "Transfer-Encoding: identity" END LAST);
	REFUSED(POST "Transfer-Encoding: identity\r\n" TE "\r\n" LAST);
	REFUSED(POST "Transfer-Encoding: gzip, chunked" END LAST);
	REFUSED(POST "Transfer-Encoding: chunked, gzip" END LAST);
	REFUSED(POST "Transfer-Encoding: chunked, chunked" END LAST);
	REFUSED(POST "Transfer-Encoding: chunked," END LAST);
	REFUSED(POST "Transfer-Encoding: ,chunked" END LAST);
	REFUSED(POST "Transfer-Encoding: xchunked" END LAST);
	REFUSED(POST "Transfer-Encoding: chunkedx" END LAST);
	REFUSED(POST "Transfer-Encoding: \"chunked\"" END LAST);
	REFUSED(POST "Transfer-Encoding: chunked;q=1" END LAST);
	REFUSED(POST "Transfer-Encoding: \vchunked" END LAST);
	REFUSED(POST "Transfer-Encoding:" END NEXT);
	REFUSED(POST "Transfer-Encoding: gzip" END NEXT);
	REFUSED(POST "Transfer-Encoding: x\r\nContent-Length: 3" END "abc");
	/* Sizes of chunks, and what is between them. */
	REFUSED(CHUNKED "-0\r\n\r\n" NEXT);
	REFUSED(CHUNKED "+3\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "0x3\r\nabc\r\n" LAST);
	REFUSED(CHUNKED " 3\r\nabc\r\n" LAST);
	REFUSED(CHUNKED ";x\r\n" LAST);
	REFUSED(CHUNKED "\r\n3\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "8000000000000000\r\na");
	REFUSED(CHUNKED "ffffffffffffffff\r\na");
	REFUSED(CHUNKED "10000000000000003\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "fffffffffffffffff\r\na");
	REFUSED(CHUNKED "3\r\nabcd\r\n" LAST);
	REFUSED(CHUNKED "3\r\nabc" LAST);
	REFUSED(CHUNKED "3\r\nabc3\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "3\r\nabc\r\n\r\n" LAST);
	REFUSED(CHUNKED "3\nabc\r\n" LAST);
	REFUSED(CHUNKED "3\r\nabc\n" LAST);
	REFUSED(CHUNKED "3\r\nabc\r\n0\n\r\n");
	REFUSED(CHUNKED "3;x\ny\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "3\0\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "3\r\r\nabc\r\n" LAST);
	REFUSED(CHUNKED "0\r\n A: b\r\n\r\n" NEXT);
	REFUSED(CHUNKED "0\r\nA : b\r\n\r\n" NEXT);
	REFUSED(CHUNKED "0\r\n: b\r\n\r\n" NEXT);

	/* Who speaks HTTP/1.0 may not know that there are chunks. */
	int fd = client();
	requests = 0;
	puts_to(fd, "POST / HTTP/1.0\r\nConnection: keep-alive\r\n" TE "\r\n" LAST NEXT);
	CHECK(come(fd) && requests == 1);
	close(fd);

	/* Extensions are skipped, and trailers are no headers. */
	evhttp_set_gencb(http, compare, NULL);
	taken(CHUNKED "3;x\r\nabc\r\n" LAST NEXT, "abc", NULL);
	taken(CHUNKED "3;x=y;z\r\nabc\r\n" LAST NEXT, "abc", NULL);
	taken(CHUNKED "3;x=\"y z;\"\r\nabc\r\n" LAST NEXT, "abc", NULL);
	taken(CHUNKED "3\r\nabc\r\n0;x=y\r\n\r\n" NEXT, "abc", NULL);
	taken(CHUNKED "3\r\nabc\r\n0\r\nA: b\r\n\r\n" NEXT, "abc", "A");
	taken(CHUNKED "0\r\nA: b\r\n c\r\nD: e\r\n\r\n" NEXT, "", "D");
	taken(CHUNKED "0\r\nConnection: close\r\n\r\n" NEXT, "", "Connection");
	taken(CHUNKED "0\r\nContent-Length: 5\r\n\r\n" NEXT, "", "Content-Length");
	taken(CHUNKED "0\r\nTransfer-Encoding: x\r\n\r\n" NEXT, "", NULL);
	taken(CHUNKED "0\r\nHost: x\r\n\r\n" NEXT, "", "Host");
	taken(CHUNKED "0\r\nExpect: x\r\n\r\n" NEXT, "", "Expect");
	stop_serving();
	return t_result();
}
