// run: once
// Expect: 100-continue, other expectations, the body of a client that waits, and of one that does not.
#include "serve.h"

#define POST "POST / HTTP/1.1\r\n"
#define EXPECT "Expect: 100-continue\r\n"

int main(void)
{
	static const char *const forms[] = {
		POST EXPECT "Content-Length: 3" END, POST EXPECT "Content-Length: 3" END "abc", POST EXPECT "Content-Length: 3" END "a",
		POST EXPECT "Content-Length: 0" END, POST EXPECT "\r\n", POST "Expect: 100-Continue\r\nContent-Length: 3" END,
		POST "expect: 100-CONTINUE\r\nContent-Length: 3" END, POST "Expect:   100-continue  \r\nContent-Length: 3" END,
		POST "Expect: 100\r\nContent-Length: 3" END, POST "Expect: continue\r\nContent-Length: 3" END,
		POST "Expect: \r\nContent-Length: 3" END, POST "Expect: 100-continue, x\r\nContent-Length: 3" END,
		POST "Expect: x, 100-continue\r\nContent-Length: 3" END, POST "Expect: x\r\n" EXPECT "Content-Length: 3" END,
		POST EXPECT "Expect: x\r\nContent-Length: 3" END, POST EXPECT EXPECT "Content-Length: 3" END,
		POST "Expect: x\r\nContent-Length: 3" END "abc", POST "Expect: x\r\nContent-Length: 0" END, POST "Expect: x" END,
		POST "Expect: x\r\nTransfer-Encoding: chunked" END, POST EXPECT "Transfer-Encoding: chunked" END,
		POST EXPECT "Transfer-Encoding: chunked" END "0\r\n\r\n",
		"POST / HTTP/1.0\r\n" EXPECT "Content-Length: 3" END, "POST / HTTP/1.0\r\n" EXPECT "Content-Length: 3" END "abc",
		"POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 3" END "abc", "POST / HTTP/1.2\r\n" EXPECT "Content-Length: 3" END "abc",
		"GET / HTTP/1.1\r\n" EXPECT "\r\n", "GET / HTTP/1.1\r\nExpect: x" END, "GET / HTTP/1.1\r\n" EXPECT "Content-Length: 3" END,
		"HEAD / HTTP/1.1\r\n" EXPECT "Content-Length: 3" END, "HEAD / HTTP/1.1\r\nExpect: x\r\nContent-Length: 3" END,
		POST EXPECT "Content-Length: x" END, POST "Expect: x\r\nContent-Length: x" END,
	};

	serve(show, NULL);
	TABLE(forms);
	exchange(POST EXPECT "Content-Length: 3" END);
	exchange(POST EXPECT "Content-Length: 3" END "abc");
	exchange(POST "Expect: x\r\nContent-Length: 3" END);
	exchange("POST / HTTP/1.2\r\n" EXPECT "Content-Length: 3" END);
	PIECES(POST EXPECT "Content-Length: 3" END, "ab", "c", POST EXPECT "Content-Length: 1" END, "d");
	PIECES(POST EXPECT "Transfer-Encoding: chunked" END, "1\r\na\r\n", "0\r\n\r\n", "GET / " V11);

	/* Before or after the limit, a path that does not exist, a method that is not allowed. */
	SAY("with a limit\n");
	evhttp_set_max_body_size(http, 2);
	TABLE(forms);
	exchange(POST EXPECT "Content-Length: 3" END);
	evhttp_set_max_body_size(http, -1);
	evhttp_set_gencb(http, NULL, NULL);
	PIECES(POST EXPECT "Content-Length: 3" END, "abc");
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	PIECES(POST EXPECT "Content-Length: 3" END, "abc");
	stop_serving();
	return t_result();
}
