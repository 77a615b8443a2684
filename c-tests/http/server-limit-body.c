// run: once
// evhttp_set_max_body_size: at the limit and beyond it, with a length and in chunks; whether the connection closes.
#include "serve.h"

#define POST "POST / HTTP/1.1\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

int main(void)
{
	static const char *const lengths[] = {
		POST "Content-Length: 0" END, POST "Content-Length: 4" END "abcd", POST "Content-Length: 5" END "abcde",
		POST "Content-Length: 6" END "abcdef", POST "Content-Length: 6" END, POST "Content-Length: 7" END "a",
		POST "Content-Length: 999999999999" END, POST "Content-Length: 5" END "abcdefg",
		POST "Content-Length: 5" END "abcdeGET / " V11, POST "Content-Length: 6" END "abcdefGET / " V11,
		"POST / HTTP/1.0\r\nContent-Length: 6\r\n\r\nabcdef",
		POST "Expect: 100-continue\r\nContent-Length: 5" END, POST "Expect: 100-continue\r\nContent-Length: 6" END,
		"GET / HTTP/1.1\r\nContent-Length: 6" END "abcdef", "GET / HTTP/1.1\r\nContent-Length: 6" END "GET / " V11,
		"PUT / HTTP/1.1\r\nContent-Length: 6" END "abcdef", "DELETE / HTTP/1.1\r\nContent-Length: 6" END "abcdef",
		"HEAD / HTTP/1.1\r\nContent-Length: 6" END "abcdef",
	};
	static const char *const chunks[] = {
		CHUNKED "4\r\nabcd\r\n0\r\n\r\n", CHUNKED "5\r\nabcde\r\n0\r\n\r\n", CHUNKED "6\r\nabcdef\r\n0\r\n\r\n",
		CHUNKED "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", CHUNKED "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", CHUNKED "6\r\n",
		CHUNKED "3\r\nabc\r\n3\r\n", CHUNKED "fffffff\r\n", CHUNKED "0\r\n\r\n",
		CHUNKED "1;2345678901234567890\r\na\r\n0\r\n\r\n",
		POST "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
	};

	serve(show, NULL);
	evhttp_set_max_body_size(http, 5);
	TABLE(lengths);
	TABLE(chunks);
	PIECES(POST "Content-Length: 6" END, "abc", "def", "GET / " V11);
	PIECES(POST "Content-Length: 5" END, "abc", "def", "GET / " V11);
	PIECES(CHUNKED, "3\r\n", "abc", "\r\n", "3\r\n", "def\r\n", "0\r\n\r\n");
	PIECES(CHUNKED, "6", "\r", "\n", "abcdef", "\r\n");
	exchange(POST "Content-Length: 6" END "abcdef");
	exchange(CHUNKED "6\r\nabcdef\r\n0\r\n\r\n");
	exchange("GET / HTTP/1.1\r\nContent-Length: 6" END "abcdef");

	evhttp_set_max_body_size(http, 0);
	TABLE(lengths);
	TABLE(chunks);
	evhttp_set_max_body_size(http, -1);
	PIECES(POST "Content-Length: 6" END, "abcdef");
	evhttp_set_max_body_size(http, -2);
	PIECES(POST "Content-Length: 6" END, "abcdef");
	stop_serving();
	return t_result();
}
