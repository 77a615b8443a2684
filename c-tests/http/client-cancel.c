// evhttp_cancel_request at each stage of a request, of the first or another one in the queue: what is called, what
// becomes of the connection and of the requests behind.
// alloc: no, it cancels requests that have failed at once
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"

static struct evhttp_request *victim;

static void begin(const char *title)
{
	SAY("%s\n", title);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
}

static void cancel(void)
{
	SAY("  cancel\n");
	evhttp_cancel_request(victim);
	SAY("  cancelled\n");
	victim = NULL;
}

/* What happens on, and the request behind. */
static void end(void)
{
	for (int i = 0; i < 3; i++) {
		int is_new = next_peer(), is_open = take();
		if (is_new || sent_len)
			SAY("  %ssent: %s%s\n", is_new ? "a connection, " : "", visible(sent, sent_len), is_open ? "" : " (closed)");
		if (is_open && sent_len)
			give(OK "xx");
	}
	get("later", "/later");
	if (next_peer())
		SAY("  a connection for the later one\n");
	if (take() && sent_len)
		give(OK "yy");
	if (evcon)
		free_connection();
	hang_up();
}

static void stages(int with_more)
{
	SAY("== %s\n", with_more ? "another one behind" : "alone");

	begin("at once");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	cancel();
	end();

	begin("connected, and sent");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	next_peer();
	say_sent();
	cancel();
	end();

	begin("connected, not accepted yet");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	run();
	cancel();
	end();

	begin("half a head");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	next_peer();
	say_sent();
	give("HTTP/1.1 200 OK\r\nConte");
	cancel();
	end();

	begin("half a body");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	next_peer();
	say_sent();
	give(OK "x");
	cancel();
	end();

	begin("on a connection that was used before");
	get("first", "/first");
	next_peer();
	say_sent();
	give(OK "11");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	cancel();
	end();

	begin("on a connection that was closed after use");
	get("first", "/first");
	next_peer();
	say_sent();
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
	victim = get("a", "/a");
	if (with_more)
		get("b", "/b");
	cancel();
	end();
}

static void queued(void)
{
	SAY("== behind another\n");
	begin("the second of three, at once");
	get("a", "/a");
	victim = get("b", "/b");
	get("c", "/c");
	cancel();
	end();

	begin("the second of three, when the first is sent");
	get("a", "/a");
	victim = get("b", "/b");
	get("c", "/c");
	next_peer();
	say_sent();
	cancel();
	give(OK "aa");
	end();

	begin("the last, when the first's body is half there");
	get("a", "/a");
	victim = get("b", "/b");
	next_peer();
	say_sent();
	give(OK "x");
	cancel();
	give("y");
	end();

	begin("all of them, from the last");
	struct evhttp_request *a = get("a", "/a"), *b = get("b", "/b");
	victim = get("c", "/c");
	next_peer();
	say_sent();
	cancel();
	victim = b;
	cancel();
	victim = a;
	cancel();
	end();
}

static int cancel_in_head(struct evhttp_request *req, void *name)
{
	head(req, name);
	evhttp_cancel_request(victim);
	SAY("  cancelled\n");
	return 0;
}

static void cancel_in_chunk(struct evhttp_request *req, void *name)
{
	chunk(req, name);
	evhttp_cancel_request(victim);
	SAY("  cancelled\n");
	victim = NULL;
}

static void cancel_in_done(struct evhttp_request *req, void *name)
{
	done(req, name);
	evhttp_cancel_request(victim);
	SAY("  cancelled\n");
}

static void cancel_in_error(enum evhttp_request_error error, void *name)
{
	failed(error, name);
	evhttp_cancel_request(victim);
	SAY("  cancelled\n");
}

static void in_callbacks(int with_more)
{
	SAY("== in callbacks, %s\n", with_more ? "another one behind" : "alone");

	static const char *const bodies[] = { OK "xx", OK "x", "HTTP/1.1 200 OK\r\n\r\nxx",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n1\r\ny\r\n0\r\n\r\n" };
	for (size_t i = 0; i < COUNT(bodies); i++) {
		begin("itself in its chunk callback");
		SAY("  %s\n", visible_text(bodies[i]));
		victim = new_request("a");
		evhttp_request_set_chunked_cb(victim, cancel_in_chunk);
		make(victim, EVHTTP_REQ_GET, "/a");
		if (with_more)
			get("b", "/b");
		next_peer();
		say_sent();
		give(bodies[i]);
		end();
	}

	begin("the next in a chunk callback");
	struct evhttp_request *req = new_request("a");
	evhttp_request_set_chunked_cb(req, cancel_in_chunk);
	make(req, EVHTTP_REQ_GET, "/a");
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give(OK "xx");
	end();

	begin("the next in a header callback");
	req = new_request("a");
	evhttp_request_set_header_cb(req, cancel_in_head);
	make(req, EVHTTP_REQ_GET, "/a");
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give(OK "xx");
	end();

	begin("the next in the callback of another, that is kept alive");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(cancel_in_done, "a"), EVHTTP_REQ_GET, "/a") == 0);
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give(OK "xx");
	end();

	begin("the next in the callback of another, that is closed");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(cancel_in_done, "a"), EVHTTP_REQ_GET, "/a") == 0);
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
	end();

	begin("the next in the callback of another, that fails");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(cancel_in_done, "a"), EVHTTP_REQ_GET, "/a") == 0);
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give("bad\r\n\r\n");
	end();

	begin("the next in the error callback of another");
	req = new_request("a");
	evhttp_request_set_error_cb(req, cancel_in_error);
	make(req, EVHTTP_REQ_GET, "/a");
	victim = get("b", "/b");
	if (with_more)
		get("c", "/c");
	next_peer();
	say_sent();
	give("bad\r\n\r\n");
	end();
}

static void odd(void)
{
	SAY("== odd\n");
	begin("never made");
	victim = new_request("a");
	cancel();
	end();

	begin("owned");
	victim = new_request("a");
	struct evhttp_request *req = victim;
	evhttp_request_own(req);
	make(req, EVHTTP_REQ_GET, "/a");
	get("b", "/b");
	next_peer();
	say_sent();
	give(OK "x");
	cancel();
	SAY("  still: ");
	say_response(req);
	SAY("\n");
	evhttp_request_free(req);
	end();

	begin("without an error callback");
	victim = evhttp_request_new(done, "a");
	make(victim, EVHTTP_REQ_GET, "/a");
	next_peer();
	say_sent();
	cancel();
	end();

	begin("free_on_completion");
	victim = get("a", "/a");
	evhttp_connection_free_on_completion(evcon);
	next_peer();
	say_sent();
	cancel();
	run();
	say_open();
	hang_up();
	evcon = NULL;
}

int main(void)
{
	start();
	stages(0);
	stages(1);
	queued();
	in_callbacks(0);
	in_callbacks(1);
	odd();
	stop();
	return t_result();
}
