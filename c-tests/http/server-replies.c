// run: once
// What responses look like: evhttp_send_reply, evhttp_send_error, and responses in parts, for clients of both versions.
#include "tcp.h"

static const char *how;

static void on_complete(struct evhttp_request *req, void *arg)
{
	SAY("  complete: %s, code %d, line %s, owned %d\n", (char *)arg, evhttp_request_get_response_code(req),
	    shown(evhttp_request_get_response_code_line(req)), evhttp_request_is_owned(req));
}

static void part_sent(struct evhttp_connection *conn, void *arg)
{
	SAY("  part sent: %s\n", (char *)arg);
}

static void parts(struct evhttp_request *req, int count, int with_cb)
{
	struct evbuffer *part = evbuffer_new();
	evhttp_send_reply_start(req, 200, "Fine");
	for (int i = 0; i < count; i++) {
		evbuffer_add_printf(part, "part %d%.*s", i, i * 10, "----------------------------------------");
		if (with_cb)
			evhttp_send_reply_chunk_with_cb(req, part, part_sent, "arg");
		else
			evhttp_send_reply_chunk(req, part);
		CHECK(evbuffer_get_length(part) == 0 || evhttp_request_get_command(req) == EVHTTP_REQ_HEAD);
		evhttp_send_reply_chunk(req, part); /* nothing */
	}
	evhttp_send_reply_end(req);
	evbuffer_free(part);
}

static void answer(struct evhttp_request *req, void *arg)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
	struct evbuffer *body = evbuffer_new();
	evhttp_request_set_on_complete_cb(req, on_complete, "done");
	evbuffer_add_printf(body, "body");
	if (!strcmp(how, "no reason, no body")) {
		evhttp_send_reply(req, 200, NULL, NULL);
	} else if (!strcmp(how, "empty reason")) {
		evhttp_send_reply(req, 200, "", body);
	} else if (!strcmp(how, "odd code")) {
		evhttp_send_reply(req, 299, NULL, body);
	} else if (!strcmp(how, "204") || !strcmp(how, "304") || !strcmp(how, "205") || !strcmp(how, "404") || !strcmp(how, "500")) {
		evhttp_send_reply(req, atoi(how), NULL, NULL);
	} else if (!strcmp(how, "own headers")) {
		evhttp_add_header(headers, "Content-Type", "text/plain");
		evhttp_add_header(headers, "Content-Length", "4");
		evhttp_add_header(headers, "Date", "today");
		evhttp_add_header(headers, "X", "y");
		evhttp_add_header(headers, "X", "z");
		evhttp_send_reply(req, 200, "OK", body);
	} else if (!strcmp(how, "close")) {
		evhttp_add_header(headers, "Connection", "close");
		evhttp_send_reply(req, 200, "OK", body);
	} else if (!strcmp(how, "keep")) {
		evhttp_add_header(headers, "Connection", "keep-alive");
		evhttp_send_reply(req, 200, "OK", body);
	} else if (!strcmp(how, "own encoding")) {
		evhttp_add_header(headers, "Transfer-Encoding", "identity");
		evhttp_send_reply(req, 200, "OK", body);
	} else if (!strcmp(how, "output buffer")) {
		evbuffer_add_printf(evhttp_request_get_output_buffer(req), "before ");
		evhttp_send_reply(req, 200, "OK", body);
	} else if (!strcmp(how, "error")) {
		evhttp_add_header(headers, "X", "y");
		evhttp_send_error(req, 404, NULL);
	} else if (!strcmp(how, "error with reason")) {
		evhttp_send_error(req, 503, "Not now");
	} else if (!strcmp(how, "error, odd")) {
		evhttp_send_error(req, 666, NULL);
	} else if (!strcmp(how, "no parts")) {
		parts(req, 0, 0);
	} else if (!strcmp(how, "parts")) {
		parts(req, 3, 0);
	} else if (!strcmp(how, "parts with function")) {
		parts(req, 2, 1);
	} else if (!strcmp(how, "parts with length")) {
		evhttp_add_header(headers, "Content-Length", "6");
		parts(req, 1, 0);
	} else if (!strcmp(how, "start 204")) {
		evhttp_send_reply_start(req, 204, NULL);
		evhttp_send_reply_chunk(req, body);
		evhttp_send_reply_end(req);
	}
	evbuffer_free(body);
}

int main(void)
{
	static const char *const hows[] = { "no reason, no body", "empty reason", "odd code", "204", "304", "205", "404", "500",
		"own headers", "close", "keep", "own encoding", "output buffer", "error", "error with reason", "error, odd",
		"no parts", "parts", "parts with function", "parts with length", "start 204" };
	serve(answer, NULL);
	for (unsigned i = 0; i < sizeof(hows) / sizeof(*hows); i++) {
		how = hows[i];
		SAY("%s\n", how);
		ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		ask("GET / HTTP/1.0\r\n\r\n");
		ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
		ask("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
	}
	how = "no reason, no body";
	evhttp_set_default_content_type(http, "text/x");
	ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	evhttp_set_default_content_type(http, NULL);
	ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	stop();
	return t_result();
}
