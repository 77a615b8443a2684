// run: once
// Every code with the reason that the library has for it, and what its responses have in them.
#include "serve.h"

static int code;

REQUEST(reply)
{
	if (arg)
		evhttp_send_error(req, code, NULL);
	else
		evhttp_send_reply(req, code, NULL, NULL);
}

/* Codes without a body, to which the original adds the page of an error all the same. */
static int has_no_body(void) { return code / 100 == 1 || code == 204 || code == 304; }

/* On one line: the status line, the lengths told and found, whether it closes. */
static void say_line(const char *request)
{
	int fd = client(), is_closed;
	puts_to(fd, request);
	is_closed = come(fd);
	char *body = strstr(answer, "\r\n\r\n"), *length = strstr(answer, "Content-Length: ");
	SAY(" | %.*s, %.*s, body of %d, %s", (int)strcspn(answer, "\r"), answer,
	    length ? (int)strcspn(length, "\r") : 9, length ? length : "no length", body ? (int)strlen(body) - 4 : -1,
	    is_closed ? "closed" : "open");
	close(fd);
	run();
}

int main(void)
{
	static const int odd[] = { 0, 1, 9, 10, 99, 600, 700, 999, 1000, 65536, 2147483647, -1, -200 };

	serve(reply, NULL);
	for (size_t i = 0; i < 500 + COUNT(odd); i++) {
		code = i < 500 ? 100 + (int)i : odd[i - 500];
		evhttp_set_gencb(http, reply, NULL);
		SAY("%d", code);
		say_line("GET / HTTP/1.1\r\n\r\n");
		if (code % 100 < 18) {
			say_line("GET / HTTP/1.0\r\n\r\n");
			say_line("HEAD / HTTP/1.1\r\n\r\n");
		}
		if (code % 100 < 18 && !has_no_body()) {
			evhttp_set_gencb(http, reply, "error");
			say_line("GET / HTTP/1.1\r\n\r\n");
		}
		SAY("\n");
	}
	stop_serving();
	return t_result();
}
