// run: once
// on: ours
// With any request for memory refused: a session may not begin, or end, but what it takes and sends is whole.
#include "memory/alloc.h"
#include "ws.h"

static char large[70000];

static void echo(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(data[n] == 0 && arg == &session);
	if (type == WS_TEXT_FRAME)
		evws_send(evws, (const char *)data, n);
	else
		evws_send_binary(evws, (const char *)data, n);
}

/* What comes must be whole frames of the kinds that are to come. */
static void check_frames(int fd)
{
	int is_closed = come(fd);
	seen[seen_len = 0] = 0;
	note_frames(answer, answer_len);
	CHECK(is_closed || !strstr(seen, "bytes ") || strstr(seen, "70000 bytes "));
	CHECK(!strstr(seen, "?"));
	CHECK(al.failed || is_closed || strstr(seen, "text") || strstr(seen, "binary") || strstr(seen, "pong"));
	seen[seen_len = 0] = 0;
}

static void talking(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	serve_ws(echo);
	al_fail(n, all);
	int fd = client();
	puts_to(fd, ASK "Sec-WebSocket-Protocol: p\r\n\r\n");
	int is_closed = come(fd);
	CHECK(al.failed || (!is_closed && !strncmp(answer, "HTTP/1.1 101 ", 13)));
	CHECK(!session || !strncmp(answer, "HTTP/1.1 101 ", 13) || is_closed);
	if (session) {
		sframe(fd, TEXT, "hello");
		check_frames(fd);
	}
	if (session) {
		sframe(fd, TEXT_PART, "hel");
		sframe(fd, PING, "ping");
		sframe(fd, CONT, "lo");
		check_frames(fd);
	}
	if (session) {
		frame(fd, BINARY, large, sizeof(large));
		check_frames(fd);
	}
	if (session) {
		evws_connection_set_ping_interval(session, MS(1000000));
		evws_send_ping(session, "x", 1);
		evws_close_with_reason(session, 1000, "bye");
		run();
	}
	if (session) {
		sframe(fd, CLOSE, "\x03\xe8" "reason");
		run();
	}
	al_stop_failing();
	run();
	close(fd);
	run();
	CHECK(sessions == 0 && !session);
	/* Without memory the connection may stay until it ends. */
	seen[seen_len = 0] = 0;
	stop_serving();
}

/* Answers that begin no session. */
static void refused(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	serve_ws(echo);
	al_fail(n, all);
	int fd = client();
	puts_to(fd, "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n");
	come(fd);
	CHECK(al.failed || !strncmp(answer, "HTTP/1.1 426 ", 13));
	close(fd);
	fd = client();
	puts_to(fd, "GET /ws " V11);
	come(fd);
	CHECK(al.failed || !strncmp(answer, "HTTP/1.1 400 ", 13));
	close(fd);
	al_stop_failing();
	run();
	CHECK(!session);
	stop_serving();
}

int main(void)
{
	al_start();
	talking();
	al_every_failure("a session", talking);
	refused();
	al_every_failure("none", refused);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
