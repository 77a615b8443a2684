// on: ours
// More than a record of output: TLS is corked, given several records, and sends them together. What it has taken stays in
// the output until it is sent, and cannot be removed until then.
#include "tls/kit.h"

#define LEN 300000

static struct event_base *base;
static unsigned char data[LEN];
static size_t got;

static void on_read(struct bufferevent *bev, void *arg)
{
	static unsigned char chunk[LEN];
	size_t n = bufferevent_read(bev, chunk, sizeof chunk);
	CHECK(got + n <= LEN && memcmp(data + got, chunk, n) == 0);
	got += n;
}

static void connect_both(struct side both[2], talk_fn over)
{
	sides_init(both);
	both[0].toy.can_cork = 1;
	both[0].toy.record = 16384;
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	got = 0;
	bufferevent_setcb(both[1].bev, on_read, NULL, log_event, &both[1].log);
}

static void until_all_came(struct side both[2])
{
	UNTIL(base, got >= LEN && evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0);
	settle(base);
	CHECK(got == LEN);
	CHECK(both[1].log.text[0] == 0);
	sides_free(both, base);
}

static void bulk(talk_fn over, int corks)
{
	struct side both[2];
	struct toy *toy = &both[0].toy;
	connect_both(both, over);
	CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	UNTIL(base, got >= LEN);
	/* One call before, and at least one after the records. */
	CHECK(corks ? toy->calls.cork >= 2 && toy->calls.cork < toy->calls.write : toy->calls.cork == 0);
	until_all_came(both);
}

static void one_record(void)
{
	struct side both[2];
	connect_both(both, sides_over_sockets);
	CHECK(bufferevent_write(both[0].bev, data, 10000) == 0);
	UNTIL(base, got >= 10000);
	CHECK(both[0].toy.calls.cork == 0);
	sides_free(both, base);
}

/* It shakes hands anew before the third record, or so. */
static void with_handshake(void)
{
	struct side both[2];
	connect_both(both, sides_over_sockets);
	both[0].toy.hello_first = 1;
	CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	UNTIL(base, got >= LEN / 2);
	CHECK(both[1].toy.hellos == 2);
	until_all_came(both);
}

static void in_flight(void)
{
	struct side both[2];
	struct evbuffer *out;
	connect_both(both, sides_over_sockets);
	out = bufferevent_get_output(both[0].bev);
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	CHECK(evbuffer_drain(out, 1) == 0);
	/* More than a socket takes. */
	for (int i = 0; i < 8; i++)
		CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	settle(base);
	CHECK(evbuffer_get_length(out) > 0);
	CHECK(evbuffer_drain(out, 1) == -1);
	CHECK(evbuffer_prepend(out, "x", 1) == -1);
	CHECK(evbuffer_add(out, "", 0) == 0);
	/* Nothing is in flight on a connection to come. */
	CHECK(bufferevent_setfd(both[0].bev, -1) == 0);
	CHECK(evbuffer_drain(out, 1) == 0);
	sides_free(both, base);
}

static void fails(void)
{
	struct side both[2];
	size_t before;
	char text[100];
	connect_both(both, sides_over_sockets);
	both[0].toy.fail_uncork = 1;
	CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	before = evbuffer_get_length(bufferevent_get_output(both[0].bev));
	settle(base);
	CHECK(same(both[0].log.text, " event WRITING|ERROR"));
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) == before);
	CHECK(evbuffer_drain(bufferevent_get_output(both[0].bev), 1) == 0);
	CHECK(bufferevent_tls_get_reason(both[0].bev, text, sizeof text) > 0 && same(text, strerror(EDOM)));
	sides_free(both, base);
}

/* No more than the limit allows is taken. */
static void limited(void)
{
	struct ev_token_bucket_cfg *limit = ev_token_bucket_cfg_new(1 << 20, 1 << 20, 40000, 40000, NULL);
	struct side both[2];
	connect_both(both, sides_over_sockets);
	CHECK(bufferevent_set_rate_limit(both[0].bev, limit) == 0);
	CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	settle(base);
	CHECK(got == 40000);
	sides_free(both, base);
	ev_token_bucket_cfg_free(limit);
}

static void from_file(void)
{
	struct side both[2];
	FILE *file = fopen("data", "w+");
	CHECK(file && fwrite(data, 1, LEN, file) == LEN && fflush(file) == 0);
	connect_both(both, sides_over_sockets);
	CHECK(evbuffer_add_file(bufferevent_get_output(both[0].bev), dup(fileno(file)), 0, LEN) == 0);
	until_all_came(both);
	fclose(file);
}

static void batch(void)
{
	struct side both[2];
	connect_both(both, sides_over_sockets);
	CHECK(bufferevent_tls_set_flags(both[0].bev, BUFFEREVENT_SSL_BATCH_WRITE) == 0);
	for (int i = 0; i < LEN; i += 1000)
		CHECK(evbuffer_add_reference(bufferevent_get_output(both[0].bev), data + i, 1000, NULL, NULL) == 0);
	UNTIL(base, got >= LEN);
	/* Full records, but for the last of each round. */
	CHECK(both[0].toy.calls.write < LEN / 16384 + 10);
	until_all_came(both);
}

int main(void)
{
	base = event_base_new();
	for (size_t i = 0; i < LEN; i++)
		data[i] = (unsigned char)(i * 7 + i / 251);
	bulk(sides_over_sockets, 1);
	bulk(sides_over_filters, 0);
	one_record();
	with_handshake();
	in_flight();
	fails();
	limited();
	from_file();
	batch();
	event_base_free(base);
	return t_result();
}
