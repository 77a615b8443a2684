// on: ours
// Messages of every class of lengths come and go whole, as text and as bytes, with a NUL behind them.
#include "ws.h"

static size_t wanted;
static int came;

static void echo(struct evws_connection *evws, int type, const unsigned char *data, size_t n, void *arg)
{
	CHECK(n == wanted && data[n] == 0 && arg == &session);
	came++;
	size_t same = 0;
	while (same < n && data[same] == 'a' + same % 23)
		same++;
	CHECK(same == n);
	if (type == WS_BINARY_FRAME)
		evws_send_binary(evws, (const char *)data, n);
	else if (n % 2)
		evws_send_text(evws, (const char *)data);
	else
		evws_send(evws, (const char *)data, n);
}

static char got[300000];

/* All that comes until LEN bytes have, from one server. */
static size_t collect(int fd, size_t len)
{
	size_t all = 0;
	for (int i = 0; i < 1000 && all < len; i++) {
		ssize_t n;
		run();
		while ((n = recv(fd, got + all, sizeof(got) - all, 0)) > 0)
			all += n;
	}
	return all;
}

int main(void)
{
	static const size_t lengths[] = { 0, 1, 2, 7, 124, 125, 126, 127, 128, 255, 256, 1000, 4095, 4096, 16384, 65534,
		65535, 65536, 65537, 200000 };
	static char text[200000];
	serve_ws(echo);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = 'a' + i % 23;
	int fd = talk();
	for (size_t i = 0; i < COUNT(lengths); i++)
		for (int type = TEXT; type <= BINARY; type++) {
			size_t head = lengths[i] < 126 ? 2 : lengths[i] < 65536 ? 4 : 10;
			wanted = lengths[i];
			frame(fd, type, text, wanted);
			size_t n = collect(fd, head + wanted);
			CHECK(n == head + wanted && !memcmp(got + head, text, wanted));
			CHECK((unsigned char)got[0] == type);
			CHECK(got[1] == (head == 2 ? (int)wanted : head == 4 ? 126 : 127));
			CHECK(head == 2 || ((unsigned char)got[head - 2] == (wanted >> 8 & 0xff) &&
			    (unsigned char)got[head - 1] == (wanted & 0xff)));
			CHECK(head < 10 || (!memcmp(got + 2, "\0\0\0\0\0", 5) && got[7] == (char)(wanted >> 16)));
		}
	CHECK(came == 2 * COUNT(lengths));
	sframe(fd, CLOSE, "\x03\xe8");
	SEES(fd, "[closed 1000] close 1000 (closed)");
	hang_up(fd);
	stop_serving();
	return t_result();
}
