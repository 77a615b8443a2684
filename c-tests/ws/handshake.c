// run: once
// on: ours
// What begins a session and what does not, and what is answered.
#include "ws.h"

#define GET "GET /ws HTTP/1.1\r\n"
#define UP "Upgrade: websocket\r\n"
#define CON "Connection: Upgrade\r\n"
#define VER "Sec-WebSocket-Version: 13\r\n"
#define K "Sec-WebSocket-Key: " KEY "\r\n"
#define BAD "400 closed"

static void statuses(const char *request, const char *wanted)
{
	char found[40];
	int fd = client();
	puts_to(fd, request);
	int is_closed = come(fd);
	snprintf(found, sizeof(found), "%.3s %s", answer_len > 9 ? answer + 9 : "", is_closed ? "closed" : "open");
	if (strcmp(found, wanted)) {
		SAY("%s: expected %s, found %s\n", visible(request, strlen(request)), wanted, found);
		t_failures++;
	}
	CHECK(!strcmp(wanted, "101 open") == (session != NULL));
	hang_up(fd);
	seen[seen_len = 0] = 0;
}

/* The answer's header, up to the end of the line. */
static const char *header(const char *name)
{
	static char value[200];
	const char *at = strstr(answer, name);
	snprintf(value, sizeof(value), "%.*s", at ? (int)strcspn(at, "\r") : 0, at ? at : "");
	return value;
}

static const char *own_protocol;

REQUEST(with_headers)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(req);
	evhttp_add_header(out, "Sec-WebSocket-Protocol", own_protocol);
	evhttp_add_header(out, "Set-Cookie", "a=b");
	evhttp_add_header(out, "Connection", "keep-alive");
	websocket(req, arg);
}

static void the_answer(void)
{
	int fd = client();
	puts_to(fd, ASK "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Protocol: x\r\n"
	    "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
	CHECK(come(fd) == 0);
	CHECK(!strncmp(answer, "HTTP/1.1 101 Switching Protocols\r\n", 34));
	CHECK(!strcmp(header("Upgrade:"), "Upgrade: websocket"));
	CHECK(!strcmp(header("Connection:"), "Connection: Upgrade"));
	CHECK(!strcmp(header("Sec-WebSocket-Accept:"), "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
	CHECK(!strcmp(header("Sec-WebSocket-Protocol:"), "Sec-WebSocket-Protocol: chat"));
	CHECK(!strstr(answer, "Content-") && !strstr(answer, "xtension") && strstr(answer, "\r\n\r\n")[4] == 0);
	hang_up(fd);
	EXPECT("[closed 1006] ");

	/* Of another version. */
	fd = client();
	puts_to(fd, GET UP CON K "Sec-WebSocket-Version: 8\r\n\r\n");
	CHECK(come(fd) == 0);
	CHECK(!strncmp(answer, "HTTP/1.1 426 Upgrade Required\r\n", 31));
	CHECK(!strcmp(header("Sec-WebSocket-Version:"), "Sec-WebSocket-Version: 13"));
	CHECK(!strcmp(header("Upgrade:"), "Upgrade: websocket") && !strcmp(header("Connection:"), "Connection: Upgrade"));
	/* It may try again. */
	puts_to(fd, ASK "\r\n");
	CHECK(come(fd) == 0 && !strncmp(answer, "HTTP/1.1 101 ", 13));
	CHECK(!*header("Sec-WebSocket-Protocol:"));
	sframe(fd, TEXT, "x");
	SEES(fd, "[text \"x\"] (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

/* The program's own headers. */
static void own_headers(void *cb)
{
	evhttp_set_gencb(http, with_headers, cb);
	own_protocol = "superchat";
	int fd = client();
	puts_to(fd, ASK "Sec-WebSocket-Protocol: chat, superchat\r\n\r\n");
	come(fd);
	CHECK(!strcmp(header("Sec-WebSocket-Protocol:"), "Sec-WebSocket-Protocol: superchat"));
	CHECK(!strstr(answer, "chat, "));
	CHECK(!strcmp(header("Set-Cookie"), "Set-Cookie: a=b"));
	CHECK(!strcmp(header("Connection:"), "Connection: Upgrade") && !strstr(answer, "keep-alive"));
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

int main(void)
{
	static const char *const good[] = {
		ASK "\r\n",
		"GET /ws HTTP/1.1\r\nupgrade: WebSocket\r\nCONNECTION: keep-alive, UPGRADE\r\n" VER K "\r\n",
		GET UP "Connection: keep-alive\r\nConnection: Upgrade\r\n" VER K "\r\n",
		GET "Upgrade: h2c, websocket\r\n" CON VER K "\r\n",
		"GET /ws HTTP/1.2\r\n" UP CON VER K "\r\n",
		GET UP CON VER "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==\r\n\r\n",
		GET UP CON VER "Sec-WebSocket-Key:  " KEY " \r\n\r\n",
		/* It may have a body, behind which the session begins. */
		GET UP CON VER K "Content-Length: 3\r\n\r\nabc",
		GET UP CON VER K "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
	};
	static const char *const bad[] = {
		GET "\r\n",
		GET CON VER K "\r\n",
		GET UP VER K "\r\n",
		GET UP CON K "\r\n",
		GET UP CON VER "\r\n",
		GET "Upgrade: web\r\n" CON VER K "\r\n",
		GET UP "Connection: close, x\r\n" VER K "\r\n",
		/* The client wants the connection to end. */
		GET UP "Connection: close\r\nConnection: Upgrade\r\n" VER K "\r\n",
		GET UP CON VER "Sec-WebSocket-Key: \r\n\r\n",
		GET UP CON VER "Sec-WebSocket-Key: short\r\n\r\n",
		GET UP CON VER "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=\r\n\r\n",
		GET UP CON VER "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSEh\r\n\r\n",
		GET UP CON VER "Sec-WebSocket-Key: dGhlIHNhbXBsZS*ub25jZQ==\r\n\r\n",
		GET UP CON VER K K "\r\n",
		GET UP CON VER VER K "\r\n",
		"POST /ws HTTP/1.1\r\nContent-Length: 0\r\n" UP CON VER K "\r\n",
		"PUT /ws HTTP/1.1\r\nContent-Length: 0\r\n" UP CON VER K "\r\n",
		"HEAD /ws HTTP/1.1\r\n" UP CON VER K "\r\n",
		"GET /ws HTTP/1.0\r\n" UP CON VER K "\r\n",
		"GET /ws HTTP/1.0\r\n" UP "Connection: keep-alive, Upgrade\r\n" VER K "\r\n",
		/* For somebody else. */
		"GET http://other/ws HTTP/1.1\r\n" UP CON VER K "\r\n",
	};
	static const char *const versions[] = { "0", "8", "12", "14", "013", "13, 8", "x", "" };
	ws_on_msg_cb cb = on_msg;
	serve_ws(NULL);
	for (size_t i = 0; i < COUNT(good); i++)
		statuses(good[i], "101 open");
	for (size_t i = 0; i < COUNT(bad); i++)
		statuses(bad[i], BAD);
	for (size_t i = 0; i < COUNT(versions); i++) {
		char request[300];
		snprintf(request, sizeof(request), GET UP CON K "Sec-WebSocket-Version: %s\r\n\r\n", versions[i]);
		statuses(request, "426 open");
	}
	the_answer();
	own_headers(&cb);
	stop_serving();
	return t_result();
}
