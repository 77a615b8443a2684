// run: once
// evhttp_send_error: the page, the headers, those that the program had set, and whether the connection goes on.
#include "serve.h"

struct step {
	int code;
	const char *reason;
	const char *headers[10];
};

REQUEST(fail)
{
	const struct step *s = arg;
	for (int i = 0; s->headers[i]; i += 2)
		evhttp_add_header(evhttp_request_get_output_headers(req), s->headers[i], s->headers[i + 1]);
	evbuffer_add_printf(evhttp_request_get_output_buffer(req), "left over");
	evhttp_send_error(req, s->code, s->reason);
}

int main(void)
{
	static const struct step steps[] = {
		{ 404, NULL, { 0 } }, { 404, "Nowhere", { 0 } }, { 404, "", { 0 } }, { 404, "<a href=\"x\">&amp;</a>", { 0 } },
		{ 500, NULL, { 0 } }, { 503, NULL, { 0 } }, { 200, NULL, { 0 } },
		{ 0, NULL, { 0 } }, { 499, NULL, { 0 } },
		{ 404, NULL, { "A", "b", "Content-Type", "text/plain", "Connection", "keep-alive", "Content-Length", "1" } },
		{ 401, NULL, { "WWW-Authenticate", "Basic" } },
	};
	static const char *const requests[] = { "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET / HTTP/1.2\r\n\r\n",
		"GET / HTTP/0.9\r\n\r\n" };

	serve(ok, NULL);
	for (size_t i = 0; i < COUNT(steps); i++) {
		evhttp_set_gencb(http, fail, (void *)&steps[i]);
		for (size_t k = 0; k < (i == 0 ? COUNT(requests) : 1); k++) {
			SAY("%d %s, %s\n", steps[i].code, steps[i].reason ? steps[i].reason : "NULL", visible(requests[k], strlen(requests[k])));
			exchange(requests[k]);
		}
	}
	/* The second request is lost: the connection closes. */
	evhttp_set_gencb(http, fail, (void *)&steps[0]);
	exchange("GET / " V11 "GET / " V11);

	/* The library's own 404, of a server without callbacks. */
	evhttp_set_gencb(http, NULL, NULL);
	exchange("GET /x?y " V11);
	exchange("GET /<b>&\"' " V11);
	exchange("GET /x HTTP/1.0\r\n\r\n");
	exchange("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	exchange("GET /x " V11 "GET /y " V11);
	stop_serving();
	return t_result();
}
