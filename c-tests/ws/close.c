// run: once
// on: ours
// Closing in due form by either side: all codes, reasons, and what is no close frame. Nothing is sent after one.
#include "ws.h"

static int may_be_sent(int code)
{
	return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/* The client sends this close frame. */
static void client_closes(const char *payload, size_t n, const char *text)
{
	int fd = talk();
	frame(fd, CLOSE, payload, n);
	SEES(fd, text);
	hang_up(fd);
	seen[seen_len = 0] = 0;
}

static void every_code(void)
{
	for (int code = 0; code < 65536; code += code < 5100 ? 1 : 4321) {
		char payload[2] = { (char)(code >> 8), (char)code }, wanted[60];
		snprintf(wanted, sizeof(wanted), may_be_sent(code) ? "[closed %d] close %d (closed)" : "close 1002 (closed)", code, code);
		client_closes(payload, 2, wanted);
	}
}

static void frames(void)
{
	char longest[126];
	memset(longest, 'x', sizeof(longest));
	longest[0] = 0x03, longest[1] = (char)0xe8;
	client_closes("", 0, "[closed 1005] close (closed)");
	client_closes("\x03", 1, "close 1002 (closed)");
	client_closes("\x03\xe8" "bye \xce\xba", 8, "[closed 1000 \"bye \\xce\\xba\"] close 1000 (closed)");
	client_closes("\x03\xe8\xce", 3, "close 1007 (closed)");
	client_closes("\x03\xe8\xed\xa0\x80", 5, "close 1007 (closed)");
	int fd = talk();
	frame(fd, CLOSE, longest, 125);
	look(fd);
	CHECK(!strncmp(seen, "[closed 1000 \"xxx", 17) && strstr(seen, "x\"] close 1000 (closed)"));
	seen[seen_len = 0] = 0;
	hang_up(fd);
}

/* The server begins. */
static void server_closes(void)
{
	int fd = talk();
	evws_send_text(session, "last");
	evws_close(session, 3333);
	evws_send_text(session, "too late");
	evws_send_binary(session, "x", 1);
	evws_close(session, 1000);
	CHECK(evws_send_ping(session, "x", 1) == -1 && evws_close_with_reason(session, 1000, NULL) == -1);
	CHECK(evws_connection_get_close_code(session) == 0);
	SEES(fd, "text \"last\" close 3333 (open)");
	/* It hears nothing else than the other side's close frame. */
	sframe(fd, TEXT, "not heard");
	sframe(fd, TEXT_PART, "\xff");
	sframe(fd, PING, "not answered");
	SEES(fd, "(open)");
	CHECK(sessions == 1 && evhttp_get_connection_count(http) == 1);
	sframe(fd, CLOSE, "\x0f\xa1" "yes");
	SEES(fd, "[closed 4001 \"yes\"] (closed)");
	hang_up(fd);

	/* A frame that makes no sense, or the end, in the place of a close frame. */
	fd = talk();
	evws_close(session, 1001);
	run();
	frame(fd, 0x83, "", 0);
	SEES(fd, "close 1001 (closed)");
	hang_up(fd);
	EXPECT("[closed 1002] ");
	fd = talk();
	evws_close(session, 1001);
	SEES(fd, "close 1001 (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");

	/* Both at once. */
	fd = talk();
	sframe(fd, CLOSE, "\x03\xe8");
	evws_close(session, 1001);
	SEES(fd, "[closed 1000] close 1001 (closed)");
	hang_up(fd);
}

static void codes_of_the_server(void)
{
	static const int none[] = { WS_CR_NONE, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535 };
	char reason[130] = "";
	for (size_t i = 0; i < COUNT(none); i++) {
		int fd = talk();
		CHECK(evws_close_with_reason(session, none[i], "x") == -1);
		evws_close(session, none[i]);
		SEES(fd, "close (open)");
		hang_up(fd);
		EXPECT("[closed 1006] ");
	}
	int fd = talk();
	memset(reason, 'r', 124);
	CHECK(evws_close_with_reason(session, 1000, reason) == -1);
	CHECK(evws_close_with_reason(session, 1000, "\xff") == -1);
	reason[123] = 0;
	CHECK(evws_close_with_reason(session, 1000, reason) == 0);
	SEES(fd, "close 1000 123 bytes (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
	fd = talk();
	CHECK(evws_close_with_reason(session, WS_CR_DATA_TOO_BIG, "no room") == 0);
	SEES(fd, "close 1009 \"no room\" (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
	fd = talk();
	CHECK(evws_close_with_reason(session, 1000, NULL) == 0);
	SEES(fd, "close 1000 (open)");
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

int main(void)
{
	serve_ws(NULL);
	every_code();
	frames();
	server_closes();
	codes_of_the_server();
	stop_serving();
	return t_result();
}
