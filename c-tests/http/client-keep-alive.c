// Several requests on one connection: their order, what is sent when, bytes too many, who closes when; requests made in
// callbacks; connections freed in callbacks and on completion; owned requests.
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
#define CLOSE "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"

static void begin(const char *title)
{
	SAY("%s\n", title);
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
}

static void say_next(void)
{
	if (next_peer())
		say_sent();
	else
		SAY("  (no connection)\n");
}

static void end(void)
{
	if (evcon)
		free_connection();
	hang_up();
	while (next_peer()) {
		SAY("  another connection\n");
		hang_up();
	}
}

static void order(void)
{
	begin("three in a row");
	get("a", "/a");
	get("b", "/b");
	get("c", "/c");
	say_next();
	give(OK "aa");
	say_sent();
	give(OK "bb");
	say_sent();
	give(OK "cc");
	say_sent();
	SAY("  and one more\n");
	get("d", "/d");
	say_sent();
	give(OK "dd");
	end();

	begin("different kinds in a row");
	make(new_request("a"), EVHTTP_REQ_HEAD, "/a");
	struct evhttp_request *req = new_request("b");
	evbuffer_add(evhttp_request_get_output_buffer(req), "body", 4);
	make(req, EVHTTP_REQ_POST, "/b");
	get("c", "/c");
	say_next();
	give(OK);
	say_sent();
	give("HTTP/1.1 204 No Content\r\n\r\n");
	say_sent();
	give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n");
	say_open();
	end();

	begin("made while another is on its way");
	get("a", "/a");
	say_next();
	give("HTTP/1.1 200 OK\r\nContent-Le");
	get("b", "/b");
	say_sent();
	give("ngth: 1\r\n\r\na");
	say_sent();
	give(OK "bb");
	end();
}

static void too_many(void)
{
	begin("both responses at once");
	get("a", "/a");
	get("b", "/b");
	say_next();
	give(OK "aa" OK "bb");
	say_sent();
	give(OK "BB");
	end();

	begin("a response, and the start of the next");
	get("a", "/a");
	get("b", "/b");
	say_next();
	give(OK "aaHTTP/1.1 2");
	say_sent();
	give("01 Created\r\nContent-Length: 0\r\n\r\n");
	say_open();
	give(OK "bb");
	end();

	begin("bytes too many, with the response, none waiting");
	get("a", "/a");
	say_next();
	give(OK "aaxxx");
	say_open();
	get("b", "/b");
	say_sent();
	give(OK "bb");
	say_open();
	end();

	begin("bytes too many, afterwards, none waiting");
	get("a", "/a");
	say_next();
	give(OK "aa");
	give("xxx");
	say_open();
	get("b", "/b");
	run();
	say_next();
	end();

	begin("a whole response afterwards, none waiting");
	get("a", "/a");
	say_next();
	give(OK "aa");
	give(OK "bb");
	say_open();
	get("b", "/b");
	say_next();
	end();

	begin("the response before the request");
	get("a", "/a");
	CHECK(next_peer());
	give(OK "aa");
	say_sent();
	end();
}

static void closing(void)
{
	begin("Connection: close, more waiting");
	get("a", "/a");
	get("b", "/b");
	say_next();
	give(CLOSE "aa");
	say_open();
	say_next();
	give(OK "bb");
	end();

	begin("a body until close, more waiting");
	get("a", "/a");
	get("b", "/b");
	say_next();
	give("HTTP/1.1 200 OK\r\n\r\naa");
	hang_up();
	say_next();
	give(OK "bb");
	end();

	begin("the request has Connection: close, more waiting");
	struct evhttp_request *req = new_request("a");
	evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	make(req, EVHTTP_REQ_GET, "/a");
	get("b", "/b");
	say_next();
	give(OK "aa");
	say_open();
	say_next();
	give(OK "bb");
	end();

	begin("closed while idle, then one more");
	get("a", "/a");
	say_next();
	give(OK "aa");
	hang_up();
	SAY("  made\n");
	get("b", "/b");
	say_next();
	give(OK "bb");
	end();

	begin("closed while idle, but it does not know yet");
	get("a", "/a");
	say_next();
	give(OK "aa");
	close(peer);
	peer = -1;
	get("b", "/b");
	run();
	say_next();
	end();

	begin("closed with the response, more waiting");
	get("a", "/a");
	get("b", "/b");
	say_next();
	CHECK(send(peer, OK "aa", sizeof(OK) + 1, 0) > 0);
	hang_up();
	say_next();
	end();

	begin("closed within a response, more waiting");
	get("a", "/a");
	get("b", "/b");
	get("c", "/c");
	say_next();
	give(OK "a");
	hang_up();
	say_next();
	give("bad\r\n\r\n");
	say_open();
	say_next();
	give(OK "cc");
	say_open();
	end();
}

static void make_another(struct evhttp_request *req, void *name)
{
	static int n;
	done(req, name);
	if (n++ < 3)
		CHECK(evhttp_make_request(evcon, evhttp_request_new(make_another, "again"), EVHTTP_REQ_GET, "/again") == 0);
}

static void free_con(struct evhttp_request *req, void *name)
{
	done(req, name);
	evhttp_connection_free(evcon);
	evcon = NULL;
}

static struct evhttp_request *owned;

static void own(struct evhttp_request *req, void *name)
{
	done(req, name);
	CHECK(!evhttp_request_is_owned(req));
	evhttp_request_own(req);
	CHECK(evhttp_request_is_owned(req));
	owned = req;
}

static void callbacks(void)
{
	begin("each makes another");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(make_another, "first"), EVHTTP_REQ_GET, "/first") == 0);
	get("b", "/b");
	say_next();
	for (int i = 0; i < 3; i++) {
		give(OK "aa");
		say_sent();
	}
	give(CLOSE "bb");
	say_next();
	give(OK "cc");
	end();

	for (int i = 0; i < 5; i++) {
		static const char *const ends[] = { OK "aa", CLOSE "aa", "HTTP/1.1 200 OK\r\n\r\naa", "bad\r\n\r\n", OK "a" };
		begin("the connection is freed in the callback");
		SAY("  %s\n", visible_text(ends[i]));
		CHECK(evhttp_make_request(evcon, evhttp_request_new(free_con, "a"), EVHTTP_REQ_GET, "/a") == 0);
		get("b", "/b");
		say_next();
		give(ends[i]);
		say_open();
		hang_up();
		end();
	}

	begin("an owned request");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(own, "a"), EVHTTP_REQ_GET, "/a") == 0);
	get("b", "/b");
	say_next();
	give(OK "aa");
	say_sent();
	give(OK "bb");
	end();
	SAY("  still: ");
	say_response(owned);
	SAY("\n");
	evhttp_request_free(owned);

	begin("owned before it is made");
	struct evhttp_request *req = new_request("a");
	evhttp_request_own(req);
	make(req, EVHTTP_REQ_GET, "/a");
	say_next();
	give(OK "aa");
	CHECK(evhttp_request_is_owned(req));
	SAY("  still: ");
	say_response(req);
	SAY("\n");
	evhttp_request_free(req);
	end();

	begin("owned, and fails");
	req = new_request("a");
	evhttp_request_own(req);
	make(req, EVHTTP_REQ_GET, "/a");
	say_next();
	give("bad\r\n\r\n");
	SAY("  still: ");
	say_response(req);
	SAY("\n");
	evhttp_request_free(req);
	end();

	begin("never made");
	evhttp_request_free(new_request("a"));
	end();
}

static void on_completion(void)
{
	begin("free_on_completion, kept alive");
	get("a", "/a");
	get("b", "/b");
	evhttp_connection_free_on_completion(evcon);
	say_next();
	give(OK "aa");
	say_sent();
	give(OK "bb");
	say_open();
	evcon = NULL;
	end();

	begin("free_on_completion, Connection: close");
	get("a", "/a");
	get("b", "/b");
	evhttp_connection_free_on_completion(evcon);
	say_next();
	give(CLOSE "aa");
	say_open();
	say_next();
	give(CLOSE "bb");
	say_open();
	evcon = NULL;
	end();

	begin("free_on_completion, failing");
	get("a", "/a");
	get("b", "/b");
	evhttp_connection_free_on_completion(evcon);
	say_next();
	give("bad\r\n\r\n");
	say_open();
	say_next();
	give("bad\r\n\r\n");
	say_open();
	evcon = NULL;
	end();

	begin("free_on_completion, and the callback makes another");
	CHECK(evhttp_make_request(evcon, evhttp_request_new(make_another, "first"), EVHTTP_REQ_GET, "/first") == 0);
	evhttp_connection_free_on_completion(evcon);
	say_next();
	give(OK "aa");
	say_sent();
	evcon = NULL;
	end();

	begin("free_on_completion of an idle connection");
	get("a", "/a");
	say_next();
	give(OK "aa");
	evhttp_connection_free_on_completion(evcon);
	run();
	say_open();
	get("b", "/b");
	say_sent();
	give(OK "bb");
	say_open();
	evcon = NULL;
	end();
}

int main(void)
{
	start();
	order();
	too_many();
	closing();
	callbacks();
	on_completion();
	stop();
	return t_result();
}
