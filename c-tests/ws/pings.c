// run: once
// on: ours
// Pings are answered with what they carry. Who pings without reading the answers does not make the output grow: the
// latest is answered. And pings of the server's own, which find out who has gone.
#include "ws.h"

static void answered(void)
{
	char all[126];
	memset(all, 'p', sizeof(all));
	int fd = talk();
	sframe(fd, PING, "");
	sframe(fd, PING, "abc");
	frame(fd, PING, "\0\xff\x80", 3);
	SEES(fd, "pong pong \"abc\" pong \"\\x00\\xff\\x80\" (open)");
	frame(fd, PING, all, 125);
	SEES(fd, "pong 125 bytes (open)");
	for (int i = 0; i < 10; i++)
		frame(fd, PING, &"0123456789"[i], 1);
	SEES(fd, "pong \"0\" pong \"1\" pong \"2\" pong \"3\" pong \"4\" pong \"5\" pong \"6\" pong \"7\" pong \"8\" pong \"9\" (open)");
	sframe(fd, PONG, "");
	sframe(fd, PONG, "unasked");
	SEES(fd, "(open)");
	CHECK(evws_send_ping(session, "who", 3) == 0 && evws_send_ping(session, NULL, 0) == 0);
	CHECK(evws_send_ping(session, all, 125) == 0 && evws_send_ping(session, all, 126) == -1);
	SEES(fd, "ping \"who\" ping ping 125 bytes (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

static size_t output_of(struct evws_connection *evws)
{
	return evbuffer_get_length(bufferevent_get_output(evws_connection_get_bufferevent(evws)));
}

/* The server has LEN bytes to send to somebody who does not read but pings. */
static void flood(size_t len)
{
	char *much = calloc(1, len + 1);
	unsigned char bytes[140];
	char payload[126];
	size_t most = 0;
	int fd = talk();
	if (len)
		evws_send_binary(session, much, len);
	for (int i = 0; i < 50000; i++) {
		snprintf(payload, sizeof(payload), "%0125d", i);
		put(fd, bytes, frame_to(bytes, PING, payload, 125));
		if (i % 50 == 0)
			run();
		size_t now = output_of(session);
		most = now > most ? now : most;
	}
	run();
	CHECK(output_of(session) > 0 && most < len + 17000);
	/* When it reads again, the last ping gets its answer at the end. */
	char last[1000] = "";
	size_t n = 0;
	for (int i = 0; i < 20; i++)
		while (come(fd), answer_len > 0) {
			size_t keep = answer_len > 300 ? 300 : answer_len, move = n > 300 ? n - 300 : 0;
			memmove(last, last + move, n - move);
			n -= move;
			memcpy(last + n, answer + answer_len - keep, keep);
			n += keep;
		}
	CHECK(n > 127 && !memcmp(last + n - 127, "\x8a\x7d", 2) && !memcmp(last + n - 125, payload, 125));
	hang_up(fd);
	EXPECT("[closed 1006] ");
	free(much);
}

/* A program that always has something to send does not keep a pong back. */
static void busy(void)
{
	static char much[1 << 20];
	int fd = talk();
	evws_send_binary(session, much, sizeof(much));
	run();
	sframe(fd, PING, "now");
	run();
	evws_send_text(session, "next");
	evws_send_text(session, "last");
	char *all = malloc(2 << 20);
	size_t n = 0;
	while (come(fd), answer_len > 0) {
		memcpy(all + n, answer, answer_len);
		n += answer_len;
	}
	CHECK(n == sizeof(much) + 10 + 5 + 6 + 6 && !memcmp(all + n - 17, "\x8a\3now\x81\4next\x81\4last", 17));
	free(all);
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

static void stop(evutil_socket_t fd, short what, void *arg) { event_base_loopbreak(base); }

#define INTERVAL 150 /* ms */
/* Runs until something comes, which has to be what is SEEN, and not before so many intervals have passed. */
#define AFTER_INTERVALS(times, fd, seen) do { \
	event_base_once(base, fd, EV_READ, stop, NULL, MS(10000)); \
	event_base_loop(base, 0); \
	SEES(fd, seen); \
	CHECK(now_ms() - began >= (times) * INTERVAL - T_EARLY); \
} while (0)

static void own_pings(void)
{
	int fd = talk();
	long began = now_ms();
	evws_connection_set_ping_interval(session, MS(INTERVAL));
	AFTER_INTERVALS(1, fd, "ping (open)");
	/* Whatever comes is a sign of life. */
	began = now_ms();
	sframe(fd, PONG, "");
	AFTER_INTERVALS(1, fd, "ping (open)");
	began = now_ms();
	sframe(fd, TEXT, "x");
	AFTER_INTERVALS(1, fd, "[text \"x\"] ping (open)");
	evws_connection_set_ping_interval(session, NULL);
	run_ms(3 * INTERVAL);
	SEES(fd, "(open)");
	began = now_ms();
	evws_connection_set_ping_interval(session, MS(INTERVAL));
	AFTER_INTERVALS(1, fd, "ping (open)");
	AFTER_INTERVALS(2, fd, "[closed 1006] (closed)");
	hang_up(fd);
}

int main(void)
{
	serve_ws(NULL);
	answered();
	flood(0);
	flood(3 << 20);
	busy();
	own_pings();
	/* Silence does not end a session, even on a server with a timeout. */
	evhttp_set_timeout(http, 1);
	int fd = talk();
	run_ms(1300);
	sframe(fd, TEXT, "x");
	SEES(fd, "[text \"x\"] (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
	stop_serving();
	return t_result();
}
