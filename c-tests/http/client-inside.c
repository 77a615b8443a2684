// run: once
// on: ours
// Callbacks of a client's request that free the connection, cancel this request or the next, or make another: nothing that has
// gone is used, and nothing is left behind.
#include "peer.h"

enum place { HEAD, CHUNK, DONE, FAILED, CLOSED, PLACES };
static const char *const place_names[] = { "head", "chunk", "done", "error", "closed" };
enum action { NOTHING, FREE_CONNECTION, CANCEL, CANCEL_NEXT, ANOTHER, ACTIONS };
static const char *const action_names[] = { "nothing", "free the connection", "cancel", "cancel the next", "another one" };

static enum place where;
static enum action action;
static int acted;
static struct evhttp_request *first, *second, *other;

static void make_request(struct evhttp_request **req, const char *uri);

static void act(enum place place, void *req)
{
	SAY(" %s %s", req == &first ? "first" : req == &second ? "second" : req ? "other" : "connection", place_names[place]);
	if (place != where || acted || (req != &first && place != CLOSED))
		return;
	acted = 1;
	switch (action) {
	case FREE_CONNECTION:
		evhttp_connection_free(evcon);
		evcon = NULL;
		break;
	case CANCEL:
		/* When it is done it cannot be cancelled. */
		if (place == HEAD || place == CHUNK)
			evhttp_cancel_request(first);
		break;
	case CANCEL_NEXT:
		if (second)
			evhttp_cancel_request(second);
		second = NULL;
		break;
	case ANOTHER:
		make_request(&other, "/other");
		break;
	default:
		break;
	}
}

static int on_head(struct evhttp_request *req, void *arg) { return act(HEAD, arg), 0; }
static void on_chunk(struct evhttp_request *req, void *arg) { act(CHUNK, arg); }
static void on_error(enum evhttp_request_error error, void *arg) { act(FAILED, arg); }
static void on_closed(struct evhttp_connection *con, void *arg) { act(CLOSED, arg); }
static void on_done(struct evhttp_request *req, void *arg)
{
	if (arg == &second)
		second = NULL;
	act(DONE, arg);
}

static void make_request(struct evhttp_request **req, const char *uri)
{
	struct evhttp_request *made = evhttp_request_new(on_done, req);
	evhttp_request_set_header_cb(made, on_head);
	evhttp_request_set_chunked_cb(made, on_chunk);
	evhttp_request_set_error_cb(made, on_error);
	*req = made;
	CHECK(evhttp_make_request(evcon, made, EVHTTP_REQ_GET, uri) == 0);
}

static void run_case(int is_cut)
{
	acted = 0;
	SAY("%s: %s%s:", place_names[where], action_names[action], is_cut ? ", cut off" : "");
	new_connection();
	evhttp_connection_set_closecb(evcon, on_closed, NULL);
	make_request(&first, "/first");
	make_request(&second, "/second");
	next_peer();
	give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n");
	if (is_cut)
		hang_up();
	else
		give("0\r\n\r\n");
	for (int i = 0; i < 3; i++) {
		if (next_peer())
			SAY(" again");
		if (take())
			give("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
	}
	SAY("\n");
	if (evcon)
		free_connection();
	else
		hang_up();
	SAY("\n");
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
}

int main(void)
{
	start();
	for (where = 0; where < PLACES; where++)
		for (action = 0; action < ACTIONS; action++)
			for (int is_cut = 0; is_cut < 2; is_cut++)
				run_case(is_cut);
	stop();
	return t_result();
}
