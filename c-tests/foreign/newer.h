/* What the original 2.1 does not have, see kit.h: watchers and WebSocket sessions. */
#include "foreign/kit.h"

#include <event2/watch.h>
#include <event2/ws.h>

static void prepare_leaves(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg) { leave(); }
static void check_leaves(struct evwatch *w, const struct evwatch_check_cb_info *info, void *arg) { leave(); }

static void watcher_case(struct evwatch *watcher)
{
	event_base_once(base, -1, EV_TIMEOUT, t_say, (void *)"never", NULL);
	call(loop);
	evwatch_free(watcher);
	base_goes_on();
}

static void prepare(void) { watcher_case(evwatch_prepare_new(base, prepare_leaves, NULL)); }
static void check(void) { watcher_case(evwatch_check_new(base, check_leaves, NULL)); }

static struct evws_connection *session;
/* Its memory stays when the callback is left: for leak checkers it is not lost. */
static const unsigned char *left_message;
static void message_leaves(struct evws_connection *ws, int type, const unsigned char *data, size_t len, void *arg)
{
	left_message = data;
	leave();
}
static void end_leaves(struct evws_connection *ws, void *arg) { leave(); }

static void begin_session(struct evhttp_request *req, void *end)
{
	session = evws_new_session(req, message_leaves, NULL, with_locks() ? BEV_OPT_THREADSAFE : 0);
	if (end)
		evws_connection_set_closecb(session, end_leaves, NULL);
}

/* A request for a session, and a first frame. */
static void session_case(const char *frame, size_t len, void *end)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
	struct evhttp *server = evhttp_new(base);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(server, "127.0.0.1", 0);
	int fd = client_of(evhttp_bound_socket_get_fd(bound));
	evhttp_set_gencb(server, begin_session, end);
	CHECK(write(fd, request, sizeof request - 1) == sizeof request - 1);
	CHECK(write(fd, frame, len) == (ssize_t)len);
	call(loop);
	if (would_hang())
		return;
	evws_send_text(session, "more");
	evhttp_free(server);
	base_goes_on();
}

static void message(void) { session_case("\x81\x80\0\0\0\0", 6, NULL); }
static void session_end(void) { session_case("\x88\x80\0\0\0\0", 6, base); }

static int newer_main(void)
{
	static const struct way_in cases[] = {
		{ "prepare", prepare }, { "check", check }, { "message", message }, { "end of session", session_end },
	};
	return run_cases(cases, sizeof cases / sizeof *cases);
}
