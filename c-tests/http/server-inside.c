// run: once
// on: ours
// Callbacks of a server that free the connection or the server, or answer too early: nothing that has gone is used, and
// nothing is left behind.
#include "serve.h"

enum place { REQUEST_BEGINS, HEAD, CHUNK, GENERAL, COMPLETE, PART_SENT, CLOSED, ERROR_PAGE, PLACES };
static const char *const place_names[] = { "new request", "head", "chunk", "general", "complete", "part sent", "closed", "error" };
enum action { NOTHING, FREE_CONNECTION, FREE_SERVER, ANSWER, ACTIONS };
static const char *const action_names[] = { "nothing", "free the connection", "free the server", "answer" };

static enum place where;
static enum action action;
static int acted;
static struct evhttp_connection *conn;

/* Tells whether what it was called for is still there. */
static int act(enum place place, struct evhttp_request *req)
{
	SAY(" %s", place_names[place]);
	if (place != where || acted)
		return 1;
	acted = 1;
	switch (action) {
	case FREE_CONNECTION:
		evhttp_connection_free(conn);
		return 0;
	case FREE_SERVER:
		evhttp_free(http);
		http = NULL;
		return 0;
	case ANSWER:
		if (!req || place == REQUEST_BEGINS || place == GENERAL)
			return 1;
		evhttp_send_reply(req, 202, "Early", NULL);
		return 0;
	default:
		return 1;
	}
}

static void on_chunk(struct evhttp_request *req, void *arg) { act(CHUNK, req); }
static void on_complete(struct evhttp_request *req, void *arg) { act(COMPLETE, NULL); }
static int on_head(struct evhttp_request *req, void *arg) { return act(HEAD, req), 0; }
static void on_closed(struct evhttp_connection *evcon, void *arg) { act(CLOSED, NULL); }
static int on_error(struct evhttp_request *req, struct evbuffer *page, int code, const char *reason, void *arg)
{
	return act(ERROR_PAGE, NULL), -1;
}

static int on_begin(struct evhttp_request *req, void *arg)
{
	conn = evhttp_request_get_connection(req);
	evhttp_connection_set_closecb(conn, on_closed, NULL);
	evhttp_request_set_header_cb(req, on_head);
	evhttp_request_set_chunked_cb(req, on_chunk);
	evhttp_request_set_on_complete_cb(req, on_complete, NULL);
	return act(REQUEST_BEGINS, req), 0;
}

static void part_sent(struct evhttp_connection *evcon, void *req)
{
	if (act(PART_SENT, req))
		evhttp_send_reply_end(req);
}

REQUEST(general)
{
	struct evbuffer *part = evbuffer_new();
	if (act(GENERAL, req)) {
		evbuffer_add(part, "part", 4);
		evhttp_send_reply_start(req, 200, "OK");
		evhttp_send_reply_chunk_with_cb(req, part, part_sent, req);
	}
	evbuffer_free(part);
}

static void run_case(void)
{
	static const char requests[] = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"
	    "GET /b HTTP/1.1\r\n\r\n";
	acted = 0;
	serve(general, NULL);
	evhttp_set_newreqcb(http, on_begin, NULL);
	evhttp_set_errorcb(http, on_error, NULL);
	int fd = client();
	SAY("%s: %s:", place_names[where], action_names[action]);
	puts_to(fd, where == ERROR_PAGE ? "BAD\r\n\r\n" : requests);
	run();
	run();
	SAY(" -> ");
	say_short(fd);
	SAY("   then");
	shutdown(fd, SHUT_WR);
	run();
	SAY("\n");
	close(fd);
	run();
	if (http) {
		CHECK(evhttp_get_connection_count(http) == 0);
		evhttp_free(http);
	}
	run();
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
}

int main(void)
{
	for (where = 0; where < PLACES; where++)
		for (action = 0; action < ACTIONS; action++)
			run_case();
	event_base_free(base);
	return t_result();
}
