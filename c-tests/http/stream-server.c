// Servers that take bodies part by part: what comes when, pausing, answers before the end, and clients that go.
// on: ours
// run: once
#include "serve.h"
#include <event2/http_stream.h>

static struct evhttp_request *held;
static int parts;
static size_t taken;
static int (*pauses)(void);

static void on_part(struct evhttp_request *req, struct evbuffer *part, void *arg)
{
	if (!part) {
		SAY("  cut\n");
		held = NULL;
		return;
	}
	CHECK(part == evhttp_request_get_input_buffer(req));
	CHECK(!strcmp(arg, "parts"));
	parts++;
	taken += evbuffer_get_length(part);
	if (evbuffer_get_length(part) < 100)
		SAY("  part %.*s\n", (int)evbuffer_get_length(part), (char *)evbuffer_pullup(part, -1));
	evbuffer_drain(part, evbuffer_get_length(part));
	if (pauses && pauses())
		CHECK(evhttp_request_pause_body(req) == 0);
}

REQUEST(on_head)
{
	SAY("  head %s %s\n", evhttp_request_get_uri(req), (char *)arg);
	CHECK(evbuffer_get_length(evhttp_request_get_input_buffer(req)) == 0);
	CHECK(evhttp_request_set_body_cb(req, on_part, "parts") == 0);
	held = req;
	parts = 0;
	taken = 0;
}

REQUEST(on_request)
{
	SAY("  complete %s, %zu left\n", evhttp_request_get_uri(req),
		evbuffer_get_length(evhttp_request_get_input_buffer(req)));
	held = NULL;
	evhttp_send_reply(req, 200, NULL, NULL);
}

REQUEST(refuse) { evhttp_send_error(req, 403, NULL); }

/* Answers, and goes on echoing what comes. */
static void echo_part(struct evhttp_request *req, struct evbuffer *part, void *arg)
{
	if (part)
		evhttp_send_reply_chunk(req, part);
}
REQUEST(begin_echo)
{
	evhttp_send_reply_start(req, 200, NULL);
	CHECK(evhttp_request_set_body_cb(req, echo_part, NULL) == 0);
}
REQUEST(end_echo) { evhttp_send_reply_end(req); }

static int always(void) { return 1; }

static int fd;

static void write_all(const char *bytes)
{
	CHECK(!*bytes || write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
	run();
}

static void say_answer(void)
{
	char text[4000];
	ssize_t n = read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = 0;
	if (strstr(text, "\r\n\r\n") && strncmp(text, "HTTP/1.1 100", 12))
		SAY("  answer %.12s, body %zu%s\n", text, strlen(strstr(text, "\r\n\r\n") + 4),
			strstr(text, "Connection: close") ? ", closes" : "");
	else
		SAY("  read %zd %.12s\n", n, text);
}

static void whole(const char *head, const char *body)
{
	SAY("%.*s\n", (int)strcspn(head, "\r"), head);
	fd = client();
	write_all(head);
	write_all(body);
	say_answer();
	close(fd);
	run();
}

static void paused(void)
{
	SAY("paused\n");
	fd = client();
	pauses = always;
	write_all("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
	write_all("cd");
	SAY(" resumed\n");
	evhttp_request_resume_body(held);
	run();
	SAY(" resumed again\n");
	evhttp_request_resume_body(held);
	run();
	say_answer();
	pauses = NULL;
	close(fd);
	run();
}

/* However much a client has to send, it has to wait. */
static void backpressure(void)
{
	static char block[1 << 16];
	size_t sent = 0, before;
	ssize_t n;
	SAY("backpressure\n");
	fd = client();
	pauses = always;
	write_all("POST /a HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n");
	for (int i = 0; i < 2000; i++) {
		if ((n = write(fd, block, sizeof(block))) > 0)
			sent += (size_t)n;
		run();
	}
	CHECK(parts == 1 && sent < 10000000);
	pauses = NULL;
	before = sent;
	for (int i = 0; i < 20; i++) {
		if (held)
			evhttp_request_resume_body(held);
		run();
		if ((n = write(fd, block, sizeof(block))) > 0)
			sent += (size_t)n;
	}
	CHECK(sent > before && taken > 100000);
	SAY(" gone\n");
	close(fd);
	run();
	CHECK(held == NULL);
}

/* The client goes on sending, and still gets to read the answer. */
static void refused(int size)
{
	char rest[10000];
	SAY("refused, %d bytes\n", size);
	fd = client();
	memset(rest, 'x', sizeof(rest));
	write_all("POST /refused HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n");
	for (int i = 0; i < size / 10000; i++) {
		CHECK(write(fd, rest, sizeof(rest)) == sizeof(rest));
		run();
	}
	say_answer();
	SAY("  end %zd\n", read(fd, rest, 10));
	CHECK(evhttp_get_connection_count(http) == 1);
	close(fd);
	run();
	CHECK(evhttp_get_connection_count(http) == 0);
}

/* Whether what the server has sent ends with a text. */
static int ends_with(const char *end)
{
	char text[4000];
	ssize_t n = read(fd, text, sizeof(text)), len = (ssize_t)strlen(end);
	return n >= len && !memcmp(text + n - len, end, (size_t)len);
}

static void echo(void)
{
	SAY("echo\n");
	fd = client();
	write_all("POST /echo HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc");
	CHECK(ends_with("\r\n\r\n3\r\nabc\r\n"));
	write_all("def");
	CHECK(ends_with("3\r\ndef\r\n0\r\n\r\n"));
	write_all("GET /a HTTP/1.1\r\n\r\n");
	say_answer();
	close(fd);
	run();
}

int main(void)
{
	serve(on_request, NULL);
	CHECK(evhttp_set_head_cb(http, "/a", on_head, "of /a") == 0);
	CHECK(evhttp_set_head_cb(http, "/a", on_head, "again") == -1);
	CHECK(evhttp_set_head_cb(http, "/refused", refuse, NULL) == 0);
	CHECK(evhttp_set_head_cb(http, "/echo", begin_echo, NULL) == 0);
	CHECK(evhttp_set_cb(http, "/echo", end_echo, NULL) == 0);
	CHECK(evhttp_set_head_cb(http, NULL, on_head, "of all") == 0);
	whole("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "abc");
	whole("POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
	whole("POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "cde\r\n0\r\nT: u\r\n\r\n");
	whole("GET /a HTTP/1.1\r\n", "\r\n");
	whole("POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "");
	whole("DELETE /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", "c");
	whole("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", "");
	whole("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nx\r\n", "");
	whole("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", "");
	whole("POST /refused HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", "");
	paused();
	backpressure();
	refused(0);
	refused(100000);
	echo();
	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	whole("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "abc");
	stop_serving();
	return t_result();
}
