// run: once
// libs: -levent_openssl -lssl -lcrypto
// timeout: 60
// A megabyte each way at once, pieces about as long as records, and many small ones: all arrives, in order, once.
#include "ssl/ssl.h"

#define LEN (1 << 20)

static struct event_base *base;
static unsigned char data[2][LEN];
static size_t got[2], calls[2][2];

static void on_read(struct bufferevent *bev, void *arg)
{
	static unsigned char chunk[70000];
	int to = *(int *)arg;
	size_t n;
	calls[to][0]++;
	while ((n = bufferevent_read(bev, chunk, sizeof chunk)) > 0) {
		if (got[to] + n <= LEN)
			CHECK(memcmp(data[!to] + got[to], chunk, n) == 0);
		got[to] += n;
	}
}

static void on_write(struct bufferevent *bev, void *arg) { calls[*(int *)arg][1]++; }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	SAY("%s: event %s\n", *(int *)arg ? "server" : "client", b_what(what));
}

static void send_in_pieces(struct bufferevent *bev, const unsigned char *from, size_t len, size_t piece)
{
	for (size_t at = 0; at < len; at += piece)
		CHECK(bufferevent_write(bev, from + at, len - at < piece ? len - at : piece) == 0);
}

static void run(talk_fn over, int options)
{
	static const size_t pieces[] = { LEN, 16383, 16384, 16385, 32768, 1000, 7 };
	static int ids[] = { 0, 1 };
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_meet(both, base);
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(both[i].bev, on_read, on_write, on_event, &ids[i]);
	for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
		size_t len = pieces[p] == 7 ? 7000 : LEN;
		memset(got, 0, sizeof got);
		memset(calls, 0, sizeof calls);
		for (int i = 0; i < 2; i++)
			send_in_pieces(both[i].bev, data[i], len, pieces[p]);
		UNTIL(base, got[0] >= len && got[1] >= len);
		ssl_settle(base);
		for (int i = 0; i < 2; i++) {
			CHECK(got[i] == len && calls[i][0] > 0 && calls[i][1] > 0);
			CHECK(evbuffer_get_length(bufferevent_get_output(both[i].bev)) == 0);
		}
	}
	/* One way, with the other side's reading switched off and on. */
	got[1] = 0;
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	send_in_pieces(both[0].bev, data[0], LEN, 50000);
	ssl_settle(base);
	CHECK(got[1] == 0);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	UNTIL(base, got[1] >= LEN / 2);
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	{
		size_t before = got[1];
		ssl_settle(base);
		CHECK(got[1] == before);
	}
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	UNTIL(base, got[1] >= LEN);
	ssl_settle(base);
	CHECK(got[1] == LEN);
	sides_free(both, base);
}

int main(void)
{
	unsigned x = 1;
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < LEN; j++)
			data[i][j] = (unsigned char)((x = x * 1103515245 + 12345) >> 16);
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++)
			for (int defer = 0; defer < 2; defer++) {
				SAY("%s, %s%s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
				    defer ? ", deferred" : "");
				ssl_start(ssl_versions[v]);
				run(ssl_ways[way].start, defer ? BEV_OPT_DEFER_CALLBACKS : 0);
			}
	event_base_free(base);
	return t_result();
}
