/* A server with WebSocket sessions, and clients that are raw sockets in the same loop: see http/serve.h. */
#ifndef WS_H
#define WS_H

#include "http/serve.h"
#include <event2/ws.h>
#include <event2/ws_extra.h>
#include <stdarg.h>

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ASK "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n"

/* The first byte of frames. */
enum { CONT = 0x80, TEXT = 0x81, BINARY = 0x82, CLOSE = 0x88, PING = 0x89, PONG = 0x8a,
	TEXT_PART = 0x01, BINARY_PART = 0x02, CONT_PART = 0x00 };

/* The one that was made last; NULL when it has ended. */
static struct evws_connection *session T_UNUSED;
static int sessions T_UNUSED;

/* What has happened since the last EXPECT. */
static char seen[100000] T_UNUSED;
static size_t seen_len T_UNUSED;

T_UNUSED __attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(seen + seen_len, sizeof(seen) - seen_len, format, ap);
	va_end(ap);
	seen_len += n;
	if (seen_len >= sizeof(seen)) {
		SAY("more than there is room for\n");
		exit(1);
	}
}

/* What has happened must be TEXT. */
#define EXPECT(text) expect(__LINE__, text)
T_UNUSED static void expect(int line, const char *text)
{
	if (strcmp(seen, text)) {
		SAY("line %d: expected: %s\n          seen: %s\n", line, text, seen);
		t_failures++;
	}
	seen_len = seen[0] = 0;
}

T_UNUSED static void note_bytes(const void *bytes, size_t n)
{
	if (n > 60)
		note("%zu bytes", n);
	else
		note("\"%s\"", visible(bytes, n));
}

/* What a callback sees. */
T_UNUSED static void on_msg(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(evws == session || sessions > 1);
	CHECK(data[n] == 0 && arg == &session);
	note("[%s ", type == WS_TEXT_FRAME ? "text" : type == WS_BINARY_FRAME ? "binary" : "?");
	note_bytes(data, n);
	note("] ");
}

T_UNUSED static void on_close(struct evws_connection *evws, void *arg)
{
	const char *reason = evws_connection_get_close_reason(evws);
	note("[closed %d", evws_connection_get_close_code(evws));
	if (*reason)
		note(" \"%s\"", visible(reason, strlen(reason)));
	note("] ");
	if (evws == session)
		session = NULL;
	sessions--;
	(void)arg;
}

T_UNUSED static struct evws_connection *begin(struct evhttp_request *req, ws_on_msg_cb cb)
{
	struct evws_connection *evws = evws_new_session(req, cb, &session, 0);
	if (evws) {
		session = evws;
		sessions++;
		evws_connection_set_closecb(evws, on_close, NULL);
	}
	return evws;
}

/* Begins a session with the callback ARG, or on_msg. */
REQUEST(websocket)
{
	ws_on_msg_cb cb;
	memcpy(&cb, arg, sizeof(cb));
	begin(req, cb);
}

T_UNUSED static void serve_ws(ws_on_msg_cb cb)
{
	static ws_on_msg_cb used;
	used = cb ? cb : on_msg;
	serve(websocket, &used);
}

/* A client whose session has begun. */
T_UNUSED static int talk(void)
{
	int fd = client();
	puts_to(fd, ASK "\r\n");
	CHECK(come(fd) == 0 && !strncmp(answer, "HTTP/1.1 101 ", 13) && session);
	return fd;
}

/* Writes a frame with a mask, and gives its length: room for 14 bytes more than N is needed. */
T_UNUSED static size_t frame_to(unsigned char *to, int first, const void *payload, size_t n)
{
	static const unsigned char mask[4] = { 0x12, 0xf3, 0x00, 0x8f };
	const unsigned char *from = payload;
	size_t len = 0;
	to[len++] = first;
	to[len++] = 0x80 | (n < 126 ? n : n < 65536 ? 126 : 127);
	if (n >= 126)
		for (int i = n < 65536 ? 8 : 56; i >= 0; i -= 8)
			to[len++] = (unsigned long long)n >> i;
	memcpy(to + len, mask, 4);
	len += 4;
	for (size_t i = 0; i < n; i++)
		to[len++] = from[i] ^ mask[i % 4];
	return len;
}

/* Sends all of it, with the loop run whenever the socket is full. */
T_UNUSED static void put_all(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent < 0 && errno != EAGAIN)
			return;
		if (sent < 0)
			run();
		else
			at += sent, n -= sent;
	}
}

T_UNUSED static void frame(int fd, int first, const void *payload, size_t n)
{
	unsigned char *bytes = malloc(n + 14);
	put_all(fd, bytes, frame_to(bytes, first, payload, n));
	free(bytes);
}

T_UNUSED static void sframe(int fd, int first, const char *payload)
{
	frame(fd, first, payload, strlen(payload));
}

T_UNUSED static const char *opcode_name(int first)
{
	switch (first) {
	case TEXT: return "text";
	case BINARY: return "binary";
	case CLOSE: return "close";
	case PING: return "ping";
	case PONG: return "pong";
	}
	return "?";
}

/* Notes the frames of a server in ANSWER from AT on. */
T_UNUSED static void note_frames(const char *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes, *end = at + len;
	while (end - at >= 2) {
		int first = at[0];
		size_t n = at[1], head = n < 126 ? 2 : n == 126 ? 4 : 10;
		if ((size_t)(end - at) < head)
			break;
		if (n >= 126)
			n = 0;
		for (size_t i = 2; i < head; i++)
			n = n << 8 | at[i];
		if ((size_t)(end - at) < head + n)
			break;
		at += head;
		note("%s ", opcode_name(first));
		if (first == CLOSE && n >= 2) {
			note("%d ", at[0] << 8 | at[1]);
			if (n > 2)
				note_bytes(at + 2, n - 2), note(" ");
		} else if (n) {
			note_bytes(at, n), note(" ");
		}
		at += n;
	}
	if (at < end)
		note("and %d bytes ", (int)(end - at));
}

/* Runs, and notes the frames that have come, and whether the connection is open. */
T_UNUSED static void look(int fd)
{
	int is_closed = come(fd);
	note_frames(answer, answer_len);
	note("%s", is_closed ? "(closed)" : "(open)");
}

/* Runs; what has happened, the frames that come and the state of the connection must be TEXT. */
#define SEES(fd, text) (look(fd), expect(__LINE__, text))

/* The client has nothing more to say. */
T_UNUSED static void hang_up(int fd)
{
	close(fd);
	run();
	CHECK(sessions == 0 && evhttp_get_connection_count(http) == 0);
}

#endif
