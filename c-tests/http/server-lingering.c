// run: once
// EVHTTP_SERVER_LINGERING_CLOSE: too long a body is read to its end, then comes the 413; without it, the 413 comes at
// once. And what evhttp_set_flags takes.
#include "serve.h"

#define POST "POST / HTTP/1.1\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked" END

static void all(void)
{
	PIECES(POST "Content-Length: 9" END, "abc", "def", "ghi");
	PIECES(POST "Content-Length: 9" END "abcdefghi");
	PIECES(POST "Content-Length: 9" END "abcdefghiGET /next " V11);
	PIECES(POST "Content-Length: 9" END, "abcdefghiGET /next " V11, "GET /third " V11);
	PIECES(POST "Content-Length: 9\r\nConnection: close" END, "abcdefghi");
	PIECES("POST / HTTP/1.0\r\nContent-Length: 9\r\n\r\n", "abcdefghi");
	PIECES(POST "Content-Length: 5" END "abcde", "GET /next " V11);
	PIECES(POST "Expect: 100-continue\r\nContent-Length: 9" END, "abcdefghi");
	PIECES(CHUNKED, "3\r\nabc\r\n", "3\r\ndef\r\n", "0\r\n\r\n");
	PIECES(CHUNKED, "9\r\n", "abc", "defghi", "\r\n0\r\n\r\n", "GET /next " V11);
	PIECES(CHUNKED "9\r\nabcdefghi\r\n0\r\n\r\nGET /next " V11);
	PIECES(CHUNKED, "x\r\n");
	PIECES("HEAD / HTTP/1.1\r\nContent-Length: 9" END);
	PIECES("bad\r\n", "more");
	PIECES(POST "Expect: x\r\nContent-Length: 9" END, "abcdefghi");
	/* The client ends in the middle. */
	int fd = client();
	puts_to(fd, POST "Content-Length: 9" END "abcdef");
	run();
	shutdown(fd, SHUT_WR);
	say_short(fd);
	close(fd);
	run();
}

int main(void)
{
	static const int flags[] = { 0, EVHTTP_SERVER_LINGERING_CLOSE, 2, 3, 4, 0x8000, -1, 0x20 };

	serve(show, NULL);
	evhttp_set_max_body_size(http, 5);
	for (size_t i = 0; i < COUNT(flags); i++)
		SAY("%x: %d\n", (unsigned)flags[i], evhttp_set_flags(http, flags[i]));
	SAY("without: %d\n", evhttp_set_flags(http, 0));
	all();
	SAY("with: %d\n", evhttp_set_flags(http, EVHTTP_SERVER_LINGERING_CLOSE));
	all();
	/* A refused value changes nothing. */
	SAY("refused: %d\n", evhttp_set_flags(http, 2));
	PIECES(POST "Content-Length: 9" END, "abcdefghi");
	evhttp_set_max_headers_size(http, 40);
	PIECES(POST "A: 0123456789012345678901234567890" END, "x");
	exchange(POST "Content-Length: 9" END "abcdefghi");
	SAY("without: %d\n", evhttp_set_flags(http, 0));
	PIECES(POST "Content-Length: 9" END, "abcdefghi");
	stop_serving();
	return t_result();
}
