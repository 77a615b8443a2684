// run: once
// A server that answers before it has read the request, and closes: with and without EVHTTP_CON_READ_ON_WRITE_ERROR.
#include "peer.h"

#define TOO_LARGE "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"

static const char *zeros;

/* A request with a body far larger than the sockets' buffers. */
static void begin(const char *title, int flags, int with_more)
{
	struct evhttp_request *req = new_request("a");
	SAY("%s, flags %d%s\n", title, flags, with_more ? ", another one behind" : "");
	new_connection();
	evhttp_connection_set_closecb(evcon, closed, "con");
	CHECK(evhttp_connection_set_flags(evcon, flags) == 0);
	evbuffer_add_reference(evhttp_request_get_output_buffer(req), zeros, 50000000, NULL, NULL);
	make(req, EVHTTP_REQ_POST, "/a");
	if (with_more)
		get("b", "/b");
	CHECK(next_peer());
}

static void end(void)
{
	hang_up();
	run();
	while (next_peer()) {
		say_sent();
		give("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nzz");
	}
	free_connection();
}

/* Reads the whole request. Returns whether it came. */
static int read_all(void)
{
	static char bytes[1 << 20];
	size_t left = strlen("POST /a HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n") + 50000000;
	while (left) {
		ssize_t n = recv(peer, bytes, left < sizeof(bytes) ? left : sizeof(bytes), 0);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			return 0;
		left -= n > 0 ? n : 0;
		run();
	}
	return 1;
}

int main(void)
{
	start();
	zeros = calloc(50000000, 1);
	for (int flags = 0; flags <= EVHTTP_CON_READ_ON_WRITE_ERROR; flags += EVHTTP_CON_READ_ON_WRITE_ERROR) {
		for (int more = 0; more <= 1; more++) {
			begin("answers, then closes", flags, more);
			give(TOO_LARGE);
			SAY("  answered\n");
			end();

			begin("answers and closes at once", flags, more);
			CHECK(send(peer, TOO_LARGE, strlen(TOO_LARGE), MSG_NOSIGNAL) > 0);
			end();

			begin("answers with Connection: close, then closes", flags, more);
			give("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
			SAY("  answered\n");
			end();

			begin("says nothing, and closes", flags, more);
			end();

			begin("answers with a body until close", flags, more);
			give("HTTP/1.1 413 Too Large\r\n\r\nno");
			SAY("  answered\n");
			end();

			begin("answers, and reads all then", flags, more);
			give("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
			SAY("  answered\n");
			CHECK(read_all());
			say_sent();
			end();
		}
	}
	stop();
	return t_result();
}
