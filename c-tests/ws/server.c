// run: once
// on: ours
// Sessions and their server: they count as its connections, it frees them, and no descriptor is left behind. The
// request and its connection are gone; requests that cannot become a session stay what they are.
#include "ws.h"

static struct evhttp_request *held;
REQUEST(hold) { held = req; (void)arg; }

static void closed_connection(struct evhttp_connection *evcon, void *arg) { note("[connection closed] "); (void)evcon, (void)arg; }
static void completed(struct evhttp_request *req, void *arg) { note("[completed] "); (void)req, (void)arg; }

/* Neither is called: the connection goes on as a session. */
REQUEST(watched)
{
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed_connection, NULL);
	evhttp_request_set_on_complete_cb(req, completed, NULL);
	begin(req, on_msg);
	(void)arg;
}

REQUEST(owned)
{
	evhttp_request_own(req);
	begin(req, on_msg);
	(void)arg;
}

REQUEST(answered_before)
{
	reply_text(req, 200, "OK", "x");
	CHECK(evws_new_session(req, on_msg, NULL, 0) == NULL);
	(void)arg;
}

REQUEST(started_before)
{
	evhttp_send_reply_start(req, 200, "OK");
	/* It has, if there was the memory for it. */
	if (!CHECK(evhttp_request_get_connection(req)))
		return;
	CHECK(evws_new_session(req, on_msg, NULL, 0) == NULL);
	evhttp_send_reply_end(req);
	(void)arg;
}

REQUEST(no_callbacks)
{
	session = evws_new_session(req, NULL, NULL, 0);
	CHECK(session != NULL);
	(void)arg;
}

static int next_fd(void)
{
	int fd = dup(STDIN_FILENO);
	close(fd);
	return fd;
}

static struct bufferevent *leaves_socket(struct event_base *for_base, void *arg)
{
	(void)arg;
	return bufferevent_socket_new(for_base, -1, 0);
}

static void counted(void)
{
	int fds[3];
	serve_ws(NULL);
	evhttp_set_max_connections(http, 3);
	for (int i = 0; i < 3; i++) {
		fds[i] = talk();
		CHECK(evhttp_get_connection_count(http) == i + 1);
	}
	int fd = client();
	puts_to(fd, ASK "\r\n");
	CHECK(come(fd) == 1 && !strncmp(answer, "HTTP/1.1 503 ", 13));
	close(fd);
	evws_connection_free(session);
	EXPECT("[closed 1006] ");
	CHECK(evhttp_get_connection_count(http) == 2);
	close(fds[2]);
	fds[2] = talk();
	/* Some in the middle of something. */
	frame(fds[0], BINARY_PART, "abc", 3);
	put(fds[1], "\x82", 1);
	run();
	stop_serving();
	EXPECT("[closed 1006] [closed 1006] [closed 1006] ");
	CHECK(sessions == 0);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
}

int main(void)
{
	base = event_base_new();
	int first = next_fd(), fd;
	counted();
	CHECK(next_fd() <= first);
	base = event_base_new();
	first = next_fd();

	serve(watched, NULL);
	fd = talk();
	sframe(fd, TEXT, "x");
	SEES(fd, "[text \"x\"] (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
	evhttp_set_gencb(http, owned, NULL);
	fd = talk();
	hang_up(fd);
	EXPECT("[closed 1006] ");
	evhttp_set_gencb(http, no_callbacks, NULL);
	fd = talk();
	sframe(fd, TEXT, "x");
	sframe(fd, CLOSE, "");
	SEES(fd, "close (closed)");
	hang_up(fd);
	session = NULL;

	/* Those that have an answer. */
	evhttp_set_gencb(http, answered_before, NULL);
	fd = client();
	puts_to(fd, ASK "\r\n");
	come(fd);
	CHECK(!strncmp(answer, "HTTP/1.1 200 OK", 15) && !session);
	close(fd);
	evhttp_set_gencb(http, started_before, NULL);
	fd = client();
	puts_to(fd, ASK "\r\n");
	come(fd);
	CHECK(!strncmp(answer, "HTTP/1.1 200 OK", 15) && !session);
	close(fd);
	run();

	/* Later, with what has come meanwhile. */
	evhttp_set_gencb(http, hold, NULL);
	fd = client();
	puts_to(fd, ASK "\r\n");
	run();
	sframe(fd, TEXT, "early");
	run();
	if (!CHECK(held && begin(held, on_msg)))
		return t_result();
	come(fd);
	CHECK(!strncmp(answer, "HTTP/1.1 101 ", 13));
	EXPECT("[text \"early\"] ");
	evws_send_text(session, "x");
	SEES(fd, "text \"x\" (open)");
	/* The close callback may be taken away. */
	evws_connection_set_closecb(session, NULL, NULL);
	close(fd);
	run();
	session = NULL;
	sessions = 0;
	CHECK(evhttp_get_connection_count(http) == 0);

	/* The client has gone before, with and without an answer to come. */
	for (int all = 0; all < 2; all++) {
		fd = client();
		held = NULL;
		puts_to(fd, ASK "\r\n");
		run();
		if (!CHECK(held))
			return t_result();
		if (all)
			close(fd);
		else
			shutdown(fd, SHUT_WR);
		run();
		CHECK(begin(held, on_msg) == NULL);
		if (!all)
			CHECK(come(fd) == 1 && !strncmp(answer, "HTTP/1.1 400 ", 13));
		if (!all)
			close(fd);
		run();
		CHECK(evhttp_get_connection_count(http) == 0);
	}

	/* On a connection that has served requests before. */
	evhttp_set_gencb(http, ok, NULL);
	ws_on_msg_cb cb = on_msg;
	evhttp_set_cb(http, "/ws", websocket, &cb);
	fd = client();
	puts_to(fd, "GET / " V11 "GET / " V11 ASK "\r\n");
	come(fd);
	CHECK(!strncmp(answer, "HTTP/1.1 200 ", 13) && strstr(answer, "HTTP/1.1 101 ") && session);
	evws_send_text(session, "x");
	SEES(fd, "text \"x\" (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");

	/* The program's own bufferevent, which does not close its socket: the session does. */
	evhttp_set_bevcb(http, leaves_socket, NULL);
	fd = talk();
	sframe(fd, CLOSE, "");
	SEES(fd, "[closed 1005] close (closed)");
	hang_up(fd);
	stop_serving();
	CHECK(next_fd() <= first);
	CHECK(evws_new_session(NULL, on_msg, NULL, 0) == NULL);
	return t_result();
}
