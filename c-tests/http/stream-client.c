// Clients whose bodies stream: made while they are sent, taken as they come; pausing, and what ends early.
// on: ours
// run: once
#include "peer.h"
#include <event2/http_stream.h>

/* What the source gives, call by call; NULL ends it. "-" is nothing for now, "!" gives the request up. */
static const char *const *parts;

static int make_part(struct evhttp_request *req, struct evbuffer *out, void *name)
{
	const char *part = *parts;
	SAY("  %s asked for more\n", (char *)name);
	CHECK(evbuffer_get_length(out) == 0);
	if (!part)
		return 0;
	parts++;
	if (*part == '!')
		return -1;
	if (*part != '-')
		evbuffer_add(out, part, strlen(part));
	return *parts || *part == '-' ? 1 : 0;
}

static struct evhttp_request *upload(const char *const *all, ev_int64_t length, const char *expect)
{
	struct evhttp_request *req = new_request("a");
	parts = all;
	if (expect)
		evhttp_add_header(evhttp_request_get_output_headers(req), "Expect", expect);
	CHECK(evhttp_request_set_body_source(req, make_part, "a", length) == 0);
	make(req, EVHTTP_REQ_POST, "/");
	CHECK(next_peer());
	return req;
}

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define PARTS(...) (const char *const[]){ __VA_ARGS__, NULL }

static void uploads(const char *what, const char *const *all, ev_int64_t length)
{
	SAY("%s\n", what);
	new_connection();
	upload(all, length, NULL);
	say_sent();
	give(OK);
	free_connection();
}

static void uploads_when_asked(void)
{
	SAY("when the server wants it\n");
	new_connection();
	upload(PARTS("ab", "c"), 3, "100-continue");
	say_sent();
	give("HTTP/1.1 100 Continue\r\n\r\n");
	say_sent();
	give(OK);
	say_open();
	free_connection();
	SAY("when it does not\n");
	new_connection();
	upload(PARTS("ab", "c"), 3, "100-continue");
	take();
	give("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
	say_open();
	free_connection();
}

static void waits(void)
{
	struct evhttp_request *req;
	SAY("nothing for now\n");
	new_connection();
	req = upload(PARTS("ab", "-", "cd"), -1, NULL);
	say_sent();
	run();
	evhttp_request_body_ready(req);
	evhttp_request_body_ready(req);
	say_sent();
	give(OK);
	say_open();
	free_connection();
}

/* The response comes before the request is complete. */
static void answered_early(void)
{
	struct evhttp_request *req;
	SAY("answered early\n");
	new_connection();
	req = upload(PARTS("ab", "-", "cd"), -1, NULL);
	take();
	give("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno");
	(void)req;
	say_open();
	free_connection();
}

/* However much there is to send, it waits until the server takes it. */
static size_t given;
static int make_much(struct evhttp_request *req, struct evbuffer *out, void *arg)
{
	static char block[50000];
	given += sizeof(block);
	evbuffer_add(out, block, sizeof(block));
	return given < 20000000;
}

static void backpressure(void)
{
	struct evhttp_request *req;
	size_t before;
	SAY("backpressure\n");
	new_connection();
	req = new_request("a");
	CHECK(evhttp_request_set_body_source(req, make_much, NULL, 20000000) == 0);
	make(req, EVHTTP_REQ_PUT, "/");
	CHECK(next_peer());
	for (int i = 0; i < 1000; i++)
		run();
	CHECK(given < 19000000);
	before = given;
	for (int i = 0; i < 1000 && given < 20000000; i++) {
		char text[100000];
		while (recv(peer, text, sizeof(text), MSG_DONTWAIT) > 0)
			;
		run();
	}
	CHECK(before < given && given == 20000000);
	while (take() && sent_len)
		;
	give(OK);
	free_connection();
}

static struct evhttp_request *taking;
static int pauses;

static void on_part(struct evhttp_request *req, struct evbuffer *part, void *name)
{
	if (!part) {
		SAY("  %s cut\n", (char *)name);
		return;
	}
	SAY("  %s part %s\n", (char *)name, visible(evbuffer_pullup(part, -1), evbuffer_get_length(part)));
	evbuffer_drain(part, 1);
	if (pauses)
		CHECK(evhttp_request_pause_body(req) == 0);
}

static void download(const char *const *pieces)
{
	SAY("%s...%s\n", visible_text(*pieces), pauses ? ", with pauses" : "");
	new_connection();
	taking = new_request("a");
	CHECK(evhttp_request_set_body_cb(taking, on_part, "a") == 0);
	evhttp_request_own(taking); /* it may be complete before it is resumed for the last time */
	make(taking, EVHTTP_REQ_GET, "/");
	CHECK(next_peer());
	take();
	for (; *pieces; pieces++)
		give(*pieces);
	if (pauses)
		for (int i = 0; i < 3; i++) {
			SAY(" resumes\n");
			evhttp_request_resume_body(taking);
			run();
		}
	hang_up();
	if (pauses)
		run();
	free_connection();
	evhttp_request_free(taking);
}

static int nothing(struct evhttp_request *req, struct evbuffer *out, void *arg) { return 0; }

int main(void)
{
	struct evhttp_request *old;
	start();
	uploads("of known length", PARTS("ab", "cde"), 5);
	uploads("in chunks", PARTS("ab", "cde"), -1);
	uploads("nothing, of known length", PARTS(NULL), 0);
	uploads("nothing, in chunks", PARTS(NULL), -1);
	uploads("too short", PARTS("ab"), 3);
	uploads("too long", PARTS("ab", "cd"), 3);
	uploads("given up", PARTS("ab", "!"), -1);
	uploads_when_asked();
	waits();
	answered_early();
	backpressure();
	download(PARTS("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", "cd"));
	download(PARTS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab", "cd\r\n1\r\ne\r\n0\r\n\r\n"));
	download(PARTS("HTTP/1.1 200 OK\r\n\r\nab", "cd"));
	download(PARTS("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab"));
	pauses = 1;
	download(PARTS("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", "cd"));
	download(PARTS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab", "cd\r\n0\r\n\r\n"));
	SAY("1.0 has no chunks\n");
	new_connection();
	old = new_request("a");
	old->major = 1;
	CHECK(evhttp_request_set_body_source(old, nothing, NULL, -1) == 0);
	make(old, EVHTTP_REQ_POST, "/");
	next_peer();
	free_connection();
	stop();
	return t_result();
}
