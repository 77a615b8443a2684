// Programs that end things where it hurts: cancelling, freeing and asking again within every callback of a client.
// on: ours
// run: once
#include "peer.h"
#include <event2/http_stream.h>

enum action { CANCEL, FREE_CONNECTION, FREE_REQUEST, ANOTHER, ACTIONS };
static const char *const names[] = { "cancel", "free connection", "free request", "another" };
enum place { HEAD, CHUNK, BODY, BODY_CUT, DONE, ERROR, CLOSED, PLACES };
static const char *const places[] = { "head", "chunk", "body", "cut", "done", "error", "closed" };

static enum action action;
static enum place place;
static struct evhttp_request *current;
static int acted;

static void act(enum place here)
{
	if (here != place || acted)
		return;
	acted = 1;
	switch (action) {
	case CANCEL:
		if (current)
			evhttp_cancel_request(current);
		current = NULL;
		break;
	case FREE_CONNECTION:
		evhttp_connection_free(evcon);
		evcon = NULL;
		current = NULL;
		break;
	case FREE_REQUEST:
		if (current)
			evhttp_request_free(current);
		current = NULL;
		break;
	default:
		get("n", "/n");
	}
}

static int on_head(struct evhttp_request *req, void *arg)
{
	act(HEAD);
	return 0;
}

static void on_chunk(struct evhttp_request *req, void *arg) { act(CHUNK); }

static void on_body(struct evhttp_request *req, struct evbuffer *part, void *arg) { act(part ? BODY : BODY_CUT); }

static void on_done(struct evhttp_request *req, void *arg)
{
	if (!req)
		current = NULL;
	act(DONE);
	current = NULL;
}

static void on_error(enum evhttp_request_error error, void *arg)
{
	current = NULL;
	act(ERROR);
}

static void on_closed(struct evhttp_connection *con, void *arg) { act(CLOSED); }

static void scene(int streams, int owned, const char *response)
{
	acted = 0;
	new_connection();
	evhttp_connection_set_closecb(evcon, on_closed, NULL);
	current = evhttp_request_new(on_done, NULL);
	struct evhttp_request *req = current;
	evhttp_request_set_header_cb(current, on_head);
	evhttp_request_set_error_cb(current, on_error);
	if (streams)
		CHECK(evhttp_request_set_body_cb(current, on_body, NULL) == 0);
	else
		evhttp_request_set_chunked_cb(current, on_chunk);
	if (owned)
		evhttp_request_own(current);
	CHECK(evhttp_make_request(evcon, current, EVHTTP_REQ_GET, "/") == 0);
	get("b", "/b");
	CHECK(next_peer());
	take();
	give(response);
	hang_up();
	while (next_peer()) {
		take();
		give("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
		hang_up();
	}
	if (evcon)
		evhttp_connection_free(evcon);
	run();
	if (owned && !(action == FREE_REQUEST && acted && place < DONE))
		evhttp_request_free(req);
}

int main(void)
{
	static const char *const responses[] = {
		"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
		"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd",
		"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nx\r\n",
		"HTTP/1.1 200 OK\r\n\r\nabcd",
		"HTTP/1.1 204 No\r\n\r\nHTTP",
		"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
		"nonsense\r\n\r\n",
		"",
	};
	int scenes = 0, times = 0;
	start();
	for (action = 0; action < ACTIONS; action++)
		for (place = 0; place < PLACES; place++)
			for (size_t i = 0; i < COUNT(responses); i++)
				for (int streams = 0; streams < 2; streams++) {
					scene(streams, 0, responses[i]);
					scenes++;
					times += acted;
				}
	SAY("%d scenes, of which %d came to their climax (%s to %s, %s to %s)\n", scenes, times, names[0], names[ACTIONS - 1], places[0],
	    places[PLACES - 1]);
	stop();
	return t_result();
}
