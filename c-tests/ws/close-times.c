// run: once
// on: ours
// Who does not answer a close frame, or does not go, is not waited for without end, whatever else it sends.
#include "ws.h"

static long began;

static void timed(struct evws_connection *evws, void *arg)
{
	long ms = now_ms() - began;
	CHECK(ms > 4900 && ms < 7000);
	note("%s %d ", (const char *)arg, evws_connection_get_close_code(evws));
	sessions--;
}

static int talk_as(const char *name)
{
	int fd = talk();
	evws_connection_set_closecb(session, timed, (void *)name);
	return fd;
}

/* Takes up to N bytes, as many as there are. */
static size_t take(int fd, size_t n)
{
	static char part[1 << 17];
	ssize_t got = recv(fd, part, n < sizeof(part) ? n : sizeof(part), 0);
	return got > 0 ? got : 0;
}

int main(void)
{
	const size_t much = 3 << 20, all = much + 10 + 4;
	char *bytes = calloc(1, much);
	size_t got = 0;
	serve_ws(NULL);
	began = now_ms();
	int silent = talk_as("silent");
	evws_close(session, 1000);
	int busy = talk_as("busy");
	evws_close(session, 1000);
	int stays = talk_as("stays");
	sframe(stays, 0x83, "");
	int floods = talk_as("floods");
	sframe(floods, 0x83, "");
	/* Who does not read its output. */
	int deaf = talk_as("deaf");
	evws_send_binary(session, bytes, much);
	evws_close(session, 1000);
	/* Who reads it slowly, but reads. */
	int slow = talk_as("slow");
	evws_send_binary(session, bytes, much);
	evws_close(session, 1000);
	for (int i = 0; i < 65; i++) {
		unsigned char more[100];
		size_t n = frame_to(more, BINARY, "x", 1);
		if (i % 2) {
			send(busy, more, n, MSG_NOSIGNAL);
			send(floods, more, n, MSG_NOSIGNAL);
		}
		got += take(slow, 16384);
		run_ms(100);
		CHECK(sessions == 6 || i > 40);
	}
	CHECK(sessions == 1 && evhttp_get_connection_count(http) == 1);
	/* In whatever order. */
	CHECK(strstr(seen, "silent 1006 ") && strstr(seen, "busy 1006 ") && strstr(seen, "deaf 1006 "));
	CHECK(strstr(seen, "stays 1002 ") && strstr(seen, "floods 1002 "));
	seen[seen_len = 0] = 0;
	SEES(silent, "close 1000 (closed)");
	SEES(stays, "close 1002 (closed)");

	/* The slow one gets all of it, and then has its time to answer. */
	CHECK(got < all / 2);
	for (int i = 0; i < 1000 && got < all; i++) {
		got += take(slow, all);
		run();
	}
	CHECK(got == all);
	EXPECT("");
	began = now_ms() - 5000;
	sframe(slow, CLOSE, "\x03\xe8");
	SEES(slow, "slow 1000 (closed)");
	close(silent), close(busy), close(stays), close(floods), close(deaf), close(slow);
	free(bytes);
	stop_serving();
	return t_result();
}
