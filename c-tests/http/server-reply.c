// run: once
// evhttp_send_reply: bodies, reasons, headers of the program's own, for clients of 1.1, 1.0 and HEAD. The exact bytes.
#include "serve.h"

struct step {
	int code;
	const char *reason, *body; /* no buffer without a body */
	const char *headers[8]; /* names and values */
};

REQUEST(reply)
{
	const struct step *s = arg;
	struct evbuffer *body = s->body ? evbuffer_new() : NULL;
	if (s->body)
		evbuffer_add(body, s->body, strlen(s->body));
	for (int i = 0; s->headers[i]; i += 2)
		SAY("[add %d] ", evhttp_add_header(evhttp_request_get_output_headers(req), s->headers[i], s->headers[i + 1]));
	evhttp_send_reply(req, s->code, s->reason, body);
	if (body)
		evbuffer_free(body);
}

/* The request's own output buffer as the body. */
REQUEST(own_buffer)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(req);
	evbuffer_add_printf(out, "in place");
	evhttp_send_reply(req, 200, "OK", arg ? out : NULL);
}

int main(void)
{
	static const struct step steps[] = {
		{ 200, "OK", "hello", { 0 } }, { 200, "OK", "", { 0 } }, { 200, "OK", NULL, { 0 } }, { 200, NULL, "hello", { 0 } },
		{ 200, "", "hello", { 0 } }, { 200, "Very well  indeed", "hello", { 0 } }, { 404, NULL, NULL, { 0 } },
		{ 200, "OK", "hello", { "Date", "today" } }, { 200, "OK", "hello", { "date", "today" } },
		{ 200, "OK", "hello", { "Content-Length", "3" } }, { 200, "OK", "hello", { "content-length", "7" } },
		{ 200, "OK", "hello", { "Content-Type", "text/plain" } }, { 200, "OK", "hello", { "content-type", "" } },
		{ 200, "OK", "hello", { "Transfer-Encoding", "chunked" } }, { 200, "OK", "hello", { "Content-Encoding", "gzip" } },
		{ 200, "OK", "hello", { "B", "1", "A", "2", "B", "3" } }, { 200, "OK", "hello", { "A", "" } },
		{ 200, "OK", "hello", { "A", "b\r\nc" } }, { 200, "OK", "hello", { "A", "b\r\n c" } },
		{ 200, "OK", "hello", { "A", "b\nc" } }, { 200, "OK", "hello", { "A", "b\rc" } }, { 200, "OK", "hello", { "A\r\nB", "c" } },
		{ 200, "OK", "hello", { "A\n", "c" } }, { 200, "OK", "hello", { "", "x" } }, { 200, "OK", "hello", { "A b:", " x " } },
		{ 204, "No Content", NULL, { 0 } }, { 304, "Not Modified", NULL, { 0 } },
		{ 304, "Not Modified", NULL, { "Content-Length", "5" } },
		{ 204, "No Content", NULL, { "Content-Type", "text/plain" } }, { 205, "Reset Content", NULL, { 0 } },
	};
	static const char *const requests[] = { "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.0\r\n\r\n" };

	serve(ok, NULL);
	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct step *s = &steps[i];
		evhttp_set_gencb(http, reply, (void *)s);
		for (size_t k = 0; k < COUNT(requests); k++) {
			/* All for the first and those of other codes, else one. */
			if (i > 2 && s->code == 200 && k && strcmp(s->headers[0] ? s->headers[0] : "", "Content-Length"))
				break;
			if (k > 2 && s->body && *s->body)
				break; /* server-no-body.c */
			SAY("%d %s %s%s%s, %.8s %.3s\n", s->code, s->reason ? s->reason : "NULL", s->body ? s->body : "NULL",
			    s->headers[0] ? " " : "", s->headers[0] ? visible(s->headers[0], strlen(s->headers[0])) : "",
			    requests[k], strstr(requests[k], "1."));
			exchange(requests[k]);
		}
	}
	SAY("own buffer\n");
	evhttp_set_gencb(http, own_buffer, "it");
	exchange(requests[0]);
	SAY("own buffer, NULL\n");
	evhttp_set_gencb(http, own_buffer, NULL);
	exchange(requests[0]);
	stop_serving();
	return t_result();
}
