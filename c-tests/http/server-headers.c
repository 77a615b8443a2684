// run: once
// Header lines: what they become in the request, and which are refused. Those that the original should refuse,
// but does not, are in server-smuggling.c.
#include "serve.h"

#define GET "GET / HTTP/1.1\r\n"

/* With bytes of 0 in it. */
static void with_nul(const char *request, size_t n)
{
	int fd = client();
	SAY("%s -> ", visible(request, n));
	put(fd, request, n);
	say_short(fd);
	close(fd);
	run();
}

REQUEST(find)
{
	struct evkeyvalq *in = evhttp_request_get_input_headers(req);
	static const char *const keys[] = { "a", "A", "b", "aa", "", "a " };
	say_request(req);
	for (size_t i = 0; i < COUNT(keys); i++) {
		const char *value = evhttp_find_header(in, keys[i]);
		SAY("%s=%s ", keys[i], value ? value : "NULL");
	}
	reply_text(req, 200, "OK", "");
}

int main(void)
{
	static const char *const good[] = {
		GET "A: b" END, GET "A:b" END, GET "A:  b" END, GET "A:\tb" END, GET "A: \t b" END,
		GET "A: b " END, GET "A: b  " END, GET "A: b\t" END, GET "A: b \t " END, GET "A: b c" END,
		GET "A:  b   c  " END, GET "A:" END, GET "A: " END, GET "A:   " END, GET "A:\t" END, GET "A::" END,
		GET "A: b: c" END, GET "A: :" END, GET "A:b:c" END, GET "a-B_c.1!#$%&'*+^`|~: d" END,
		GET "A: b\r\nA: c" END, GET "A: b\r\na: c" END, GET "B: 1\r\nA: 2\r\nB: 3" END,
		GET "A: \"b, c\"" END, GET "A: \303\244\377" END, GET "\303\244: b" END, GET "A: \1\177" END,
		GET "A: b\nB: c\n\n", GET "A: b\nB: c\r\n\n", GET "A: b\n\r\n",
		"GET / HTTP/1.0\r\nA: b" END,
	};
	static const char *const folded[] = {
		GET "A: b\r\n c" END, GET "A: b\r\n\tc" END, GET "A: b\r\n  \t c" END, GET "A: b \r\n c" END,
		GET "A: b\r\n c \r\n d " END, GET "A:\r\n b" END, GET "A: \r\n b" END, GET "A: b\r\n " END,
		GET "A: b\r\n  " END, GET "A: b\r\n\t" END, GET "A: b\r\n \r\n c" END, GET "A: b\r\n :" END,
		GET "A: b\r\n C: d" END, GET "A: b\r\nB: c\r\n d" END, GET "A: b\n c\n\n", GET " A: b" END,
		GET "\tA: b" END, GET " " END, GET " \r\nA: b" END, GET "A: b\r\nA: c\r\n d" END,
		GET "A: b\r\n\v" END, GET "A: b\r\n c\t\t" END,
	};
	static const char *const odd[] = {
		GET "A" END, GET "A b" END, GET " : b" END,
		GET "A: b\r\nC" END, GET "A b: c" END, GET "\"A\": b" END, GET "A(: b" END,
		GET "A: b\r\r\n\r\n", GET "A: b\rc" END, GET "A: b\r\n\r\r\n\r\n", GET "A\r: b" END,
		GET "A\rB: c" END, GET "A: \rb" END, GET "A: b\r" END,
	};

	serve(show, NULL);
	TABLE(good);
	TABLE(folded);
	TABLE(odd);
#define NUL(text) with_nul(text, sizeof(text) - 1)
	NUL(GET "A\0B: c" END);
	NUL("GET /\0a HTTP/1.1\r\n\r\n");
	NUL("G\0ET / HTTP/1.1\r\n\r\n");
	NUL("\0\r\n\r\n");

	evhttp_set_gencb(http, find, NULL);
	exchange(GET "A: 1\r\na: 2\r\nAA: 3" END);
	exchange(GET "aa: 3\r\nB:" END);
	stop_serving();
	return t_result();
}
