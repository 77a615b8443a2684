// run: once
// on: ours
// Sending, closing and freeing in the callbacks of messages and of the end, and before the session has begun.
#include "ws.h"

static void msg_free(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	on_msg(evws, type, data, n, arg);
	evws_connection_free(evws);
	/* The message is still there. */
	note("%s ", (const char *)data);
}

static void msg_close(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	on_msg(evws, type, data, n, arg);
	evws_send_text(evws, "once more");
	evws_close(evws, 1000);
	evws_send_text(evws, "too late");
}

static void msg_free_server(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	on_msg(evws, type, data, n, arg);
	evhttp_free(http);
	http = NULL;
	note("%s ", (const char *)data);
}

/* Messages that are taken meanwhile do not touch the one that is being looked at. */
static void msg_within(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	on_msg(evws, type, data, n, arg);
	if (*data == '1') {
		bufferevent_trigger(evws_connection_get_bufferevent(evws), EV_READ, BEV_TRIG_IGNORE_WATERMARKS);
		note("still %s ", (const char *)data);
	}
}

static void msg_limit(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	on_msg(evws, type, data, n, arg);
	evws_connection_set_max_message_size(evws, 3);
}

static void close_again(struct evws_connection *evws, void *arg)
{
	struct bufferevent *bev = evws_connection_get_bufferevent(evws);
	CHECK(bev && bufferevent_getfd(bev) >= 0);
	evws_send_text(evws, "x");
	evws_close(evws, 1000);
	evws_connection_free(evws);
	on_close(evws, arg);
}

static void end_free_server(struct evws_connection *evws, void *arg)
{
	on_close(evws, arg);
	evhttp_free(http);
	http = NULL;
}

static void two_messages(ws_on_msg_cb cb, const char *text)
{
	unsigned char bytes[100];
	serve_ws(cb);
	int fd = talk();
	size_t n = frame_to(bytes, TEXT, "1abcdef", 7);
	n += frame_to(bytes + n, TEXT, "2abcdef", 7);
	put(fd, bytes, n);
	SEES(fd, text);
	if (http)
		hang_up(fd);
	else
		close(fd);
	CHECK(sessions == 0);
	seen[seen_len = 0] = 0;
	if (http)
		stop_serving();
	else
		run(), event_base_free(base), base = NULL;
}

/* In the request's callback. */
REQUEST(begin_and_free) { evws_connection_free(begin(req, on_msg)); (void)arg; }
REQUEST(begin_and_close) { evws_close(begin(req, on_msg), 1001); (void)arg; }
REQUEST(begin_and_send)
{
	evws_send_text(begin(req, on_msg), "welcome");
	CHECK(evws_connection_get_bufferevent(session) && bufferevent_getfd(evws_connection_get_bufferevent(session)) >= 0);
	(void)arg;
}

static void at_once(void (*cb)(struct evhttp_request *, void *), const char *text)
{
	serve(cb, NULL);
	int fd = client();
	puts_to(fd, ASK "\r\n");
	int is_closed = come(fd);
	char *end = strstr(answer, "\r\n\r\n");
	if (end)
		note("%.3s ", answer + 9), note_frames(end + 4, answer_len - (end + 4 - answer));
	note(is_closed ? "(closed)" : "(open)");
	EXPECT(text);
	hang_up(fd);
	seen[seen_len = 0] = 0;
	stop_serving();
}

int main(void)
{
	two_messages(msg_free, "[text \"1abcdef\"] [closed 1006] 1abcdef (closed)");
	two_messages(msg_close, "[text \"1abcdef\"] text \"once more\" close 1000 (open)");
	two_messages(msg_free_server, "[text \"1abcdef\"] [closed 1006] 1abcdef (closed)");
	two_messages(msg_within, "[text \"1abcdef\"] [text \"2abcdef\"] still 1abcdef (open)");
	two_messages(msg_limit, "[text \"1abcdef\"] close 1009 (closed)");
	two_messages(NULL, "[text \"1abcdef\"] [text \"2abcdef\"] (open)");
	at_once(begin_and_free, "[closed 1006] (closed)");
	at_once(begin_and_close, "101 close 1001 (open)");
	at_once(begin_and_send, "101 text \"welcome\" (open)");

	/* In the close callback, however it comes. */
	serve_ws(NULL);
	for (int how = 0; how < 5; how++) {
		int fd = talk();
		evws_connection_set_closecb(session, close_again, NULL);
		if (how == 0)
			evws_connection_free(session);
		else if (how == 1)
			sframe(fd, CLOSE, "");
		else if (how == 2)
			sframe(fd, 0x83, "");
		else if (how == 3)
			shutdown(fd, SHUT_WR);
		run();
		hang_up(fd);
		EXPECT(how == 1 ? "[closed 1005] " : how == 2 ? "[closed 1002] " : "[closed 1006] ");
	}
	stop_serving();

	/* There, the server is freed. */
	serve_ws(NULL);
	int fd = talk();
	evws_connection_set_closecb(session, end_free_server, NULL);
	sframe(fd, CLOSE, "");
	run();
	EXPECT("[closed 1005] ");
	CHECK(!http && sessions == 0);
	close(fd);
	event_base_free(base);
	return t_result();
}
