// run: once
// on: ours
// Messages that are too large, at once or in parts, and what a client can make a server hold: it grows with what was
// sent and not with what was announced, and frames without content add nothing to it.
#include "ws.h"
#include "memory/held.h"

static size_t longest;

static void measure(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	longest = n > longest ? n : longest;
	CHECK(data[n] == 0 && type == WS_BINARY_FRAME && arg);
	(void)evws;
}

static void empty_frames(void)
{
	/* Two million, of which the last message is made. */
	unsigned char bytes[6 * 2000];
	size_t n = 0, before;
	int fd = talk();
	sframe(fd, BINARY_PART, "x");
	run();
	while (n < sizeof(bytes))
		n += frame_to(bytes + n, CONT_PART, "", 0);
	before = held;
	peak = 0;
	long began = now_ms();
	for (int i = 0; i < 1000; i++)
		put_all(fd, bytes, n), run();
	CHECK(now_ms() - began < 10000);
	CHECK(peak < before + 100000 && held < before + 40000);
	longest = 0;
	sframe(fd, CONT, "y");
	run();
	CHECK(longest == 2);
	hang_up(fd);
	EXPECT("[closed 1006] ");
}

static void little_frames(size_t max)
{
	/* Of a byte each, up to the limit and beyond. */
	unsigned char bytes[20];
	int fd = talk();
	size_t n = frame_to(bytes, BINARY_PART, "x", 1);
	evws_connection_set_max_message_size(session, max);
	peak = held;
	put(fd, bytes, n);
	n = frame_to(bytes, CONT_PART, "x", 1);
	for (size_t i = 1; i < max; i++)
		put_all(fd, bytes, n);
	SEES(fd, "(open)");
	CHECK(peak < 8 * max + 200000);
	put(fd, bytes, n);
	SEES(fd, "close 1009 (closed)");
	hang_up(fd);
	EXPECT("[closed 1009] ");
}

static void announced(void)
{
	size_t before = held;
	int fds[20];
	for (int i = 0; i < 20; i++) {
		fds[i] = talk();
		/* 16 MiB are to come. */
		put(fds[i], "\x82\xff\0\0\0\0\1\0\0\0\0\0\0\0abc", 17);
	}
	run();
	CHECK(held < before + 20 * 8192);
	for (int i = 0; i < 20; i++)
		close(fds[i]);
	run();
	CHECK(sessions == 0);
	seen[seen_len = 0] = 0;
}

static void sizes(void)
{
	char *much = calloc(1, (16 << 20) + 1);
	int fd = talk();
	/* The limit at the start. */
	frame(fd, BINARY, much, 16 << 20);
	run();
	CHECK(longest == 16 << 20);
	/* No memory of that size stays. */
	CHECK(held < 1000000);
	frame(fd, BINARY, much, (16 << 20) + 1);
	SEES(fd, "close 1009 (closed)");
	hang_up(fd);
	EXPECT("[closed 1009] ");

	fd = talk();
	longest = 0;
	evws_connection_set_max_message_size(session, 0);
	frame(fd, BINARY, "", 0);
	frame(fd, PING, "free", 4);
	SEES(fd, "pong \"free\" (open)");
	evws_connection_set_max_message_size(session, SIZE_MAX);
	frame(fd, BINARY, much, (16 << 20) + 1);
	run();
	CHECK(longest == (16 << 20) + 1);
	evws_connection_set_max_message_size(session, 5);
	frame(fd, BINARY_PART, "abc", 3);
	frame(fd, CONT_PART, "de", 2);
	frame(fd, CONT_PART, "", 0);
	SEES(fd, "(open)");
	frame(fd, CONT, "f", 1);
	SEES(fd, "close 1009 (closed)");
	hang_up(fd);
	EXPECT("[closed 1009] ");
	free(much);
}

int main(void)
{
	count_memory();
	serve_ws(measure);
	sizes();
	announced();
	empty_frames();
	little_frames(100000);
	stop_serving();
	return t_result();
}
