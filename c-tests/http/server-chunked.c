// run: once
// Chunked requests: sizes, and what is refused. Extensions, trailers and what the original takes, but should not,
// are in server-smuggling.c.
#include "serve.h"

#define POST "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
#define NEXT "GET /n " V11
#define LAST "0\r\n\r\n"

int main(void)
{
	static const char *const good[] = {
		POST LAST NEXT, POST "3\r\nabc\r\n" LAST NEXT, POST "1\r\na\r\n2\r\nbc\r\n" LAST NEXT, POST "03\r\nabc\r\n" LAST NEXT,
		POST "00000000000000000000003\r\nabc\r\n" LAST NEXT, POST "a\r\n0123456789\r\n" LAST NEXT,
		POST "A\r\n0123456789\r\n" LAST NEXT, POST "000\r\n\r\n" NEXT, POST "2\r\n\r\n\r\n" LAST NEXT,
		POST "3 \r\nabc\r\n" LAST NEXT,
		POST "3\r\nabc\r\n0 \r\n\r\n" NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding: CHUNKED\r\n\r\n1\r\na\r\n" LAST NEXT,
		"POST / HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n1\r\na\r\n" LAST NEXT,
		"POST / HTTP/1.1\r\nTransfer-Encoding:   chunked  \r\n\r\n1\r\na\r\n" LAST NEXT,
	};
	static const char *const bad[] = {
		POST "x\r\n", POST "g\r\nabc\r\n", POST "-1\r\n", POST "3x\r\nabc\r\n", POST "3g\r\nabc\r\n",
		POST "3.\r\nabc\r\n", POST "3,\r\nabc\r\n",
		POST "3\"\r\nabc\r\n",
		POST "7fffffffffffffff\r\na", POST "7ffffffffffffffe\r\na",
		POST "3\r\nabcXX" LAST, POST "3\r\nabc\r\nx\r\n",
	};
	static const char *const encodings[] = {
		"POST / HTTP/1.1\r\nTE: chunked\r\n\r\n" NEXT,
		"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" LAST,
		"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" LAST NEXT,
		"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" LAST NEXT,
		"DELETE / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" LAST NEXT,
	};

	serve(show, NULL);
	TABLE(good);
	TABLE(bad);
	TABLE(encodings);
	exchange(POST "x\r\n");
	exchange(POST "0\r\nno colon\r\n\r\n");
	PIECES(POST, "3", "\r\n", "a", "b", "c", "\r\n", "0\r\n", "\r\n", NEXT);
	PIECES(POST, "3\r\nabc\r\n0\r\n", "\r", "\n", NEXT);
	stop_serving();
	return t_result();
}
