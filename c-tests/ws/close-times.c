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

int main(void)
{
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
	for (int i = 0; i < 30; i++) {
		unsigned char bytes[100];
		size_t n = frame_to(bytes, BINARY, "x", 1);
		send(busy, bytes, n, MSG_NOSIGNAL);
		send(floods, bytes, n, MSG_NOSIGNAL);
		run_ms(200);
		CHECK(sessions == 4 || i > 20);
	}
	CHECK(sessions == 0 && evhttp_get_connection_count(http) == 0);
	/* In whatever order. */
	CHECK(strstr(seen, "silent 1006 ") && strstr(seen, "busy 1006 ") && strstr(seen, "stays 1002 ") && strstr(seen, "floods 1002 "));
	seen[seen_len = 0] = 0;
	SEES(silent, "close 1000 (closed)");
	SEES(stays, "close 1002 (closed)");
	close(silent), close(busy), close(stays), close(floods);

	/* Who does not read its output is not waited for either. */
	int deaf = talk_as("deaf");
	char *much = calloc(1, 4 << 20);
	evws_send_binary(session, much, 4 << 20);
	began = now_ms();
	evws_close(session, 1000);
	run_ms(6000);
	EXPECT("deaf 1006 ");
	free(much);
	close(deaf);
	stop_serving();
	return t_result();
}
