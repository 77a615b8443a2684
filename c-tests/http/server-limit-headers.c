// run: once
// evhttp_set_max_headers_size: what counts, and what happens at the limit and beyond it.
#include "serve.h"

static const char *request;

/* The smallest limit under which the request is answered; and what is said just below it. */
static void limit_of(const char *text)
{
	int limit, is_ok = 0;
	request = text;
	SAY("%s (%zu bytes)", visible(text, strlen(text)), strlen(text));
	for (limit = 0; limit < 200 && !is_ok; limit++) {
		int fd = client();
		evhttp_set_max_headers_size(http, limit);
		close(fd);
		run();
		fd = client();
		puts_to(fd, text);
		come(fd);
		is_ok = !strncmp(answer + 9, "200", 3) && answer_len > 20;
		close(fd);
	}
	SAY(" is answered from %d on\n", limit - 1);
	if (is_ok && limit > 1) {
		evhttp_set_max_headers_size(http, limit - 2);
		SAY(" below: ");
		int fd = client();
		puts_to(fd, text);
		say_short(fd);
		close(fd);
	}
}

int main(void)
{
	static const int limits[] = { -1, -2, -100 };
	static char big[70000];
	int fd;

	serve(ok, NULL);
	limit_of("GET / HTTP/1.1\r\n\r\n");
	limit_of("GET / HTTP/1.1\n\n");
	limit_of("GET /a HTTP/1.1\r\n\r\n");
	limit_of("GET / HTTP/1.1\r\nA: b\r\n\r\n");
	limit_of("GET / HTTP/1.1\nA: b\n\n");
	limit_of("GET / HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n");
	limit_of("GET / HTTP/1.1\r\nA: b\r\n cde\r\n\r\n");
	limit_of("GET / HTTP/1.1\r\nA: b   \r\n\r\n");
	limit_of("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
	limit_of("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
	limit_of("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n\r\n");

	evhttp_set_max_headers_size(http, 19);
	exchange("GET / HTTP/1.1\r\nA: bcd\r\n\r\n");
	exchange("GET / HTTP/1.0\r\nA: bcd\r\n\r\n");
	exchange("GET /234567890123456789\r\n\r\n");
	evhttp_set_max_headers_size(http, 18);
	PIECES("GET /12345", "678901234", "5", "6", "7");
	PIECES("GET / HTTP/1.1\r\n", "A: b", "cd", "e", "f");
	PIECES("GET / HTTP/1.1\r\n", "A: b\r\n", "\r\n");
	PIECES("GET /12345 HTTP/1.1", "\r", "\n", "\r\n");
	PIECES("GET / HTTP/1.1\r\nA: b\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n\r\n",
	    "GET / HTTP/1.1\r\nA: bc\r\n\r\n");
	evhttp_set_max_headers_size(http, 45);
	PIECES("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
	    "1\r\na\r\n0\r\n", "A: 123456789012345678\r\n", "B: 123456789012345678\r\n",
	    "C: 123456789012345678\r\n", "\r\n");

	/* Negative ones are no limit, as by default. */
	memset(big, 'x', sizeof(big));
	memcpy(big, "GET / HTTP/1.1\r\nA: ", 19);
	strcpy(big + 65000, "\r\n\r\n");
	for (size_t i = 0; i < COUNT(limits); i++) {
		evhttp_set_max_headers_size(http, limits[i]);
		fd = client();
		puts_to(fd, big);
		SAY("%d: ", limits[i]);
		say_short(fd);
		close(fd);
	}

	/* A connection keeps the limit it began with. */
	evhttp_set_max_headers_size(http, 100);
	fd = client();
	run();
	evhttp_set_max_headers_size(http, 5);
	puts_to(fd, "GET / HTTP/1.1\r\nA: b\r\n\r\n");
	say_short(fd);
	close(fd);
	stop_serving();
	return t_result();
}
