// run: once
// libs: -levent_openssl -lssl -lcrypto
// timeout: 60
// Rate limits and the most that is read or written at once: all arrives, not too soon; and nothing is woken in vain.
#include "ssl/ssl.h"

static struct event_base *base;

#define LEN 40000
static unsigned char data[LEN];

static size_t arrived(struct side *s) { return evbuffer_get_length(bufferevent_get_input(s->bev)); }

static void check_data(struct side *s)
{
	unsigned char *there = evbuffer_pullup(bufferevent_get_input(s->bev), -1);
	CHECK(arrived(s) == LEN && !memcmp(there, data, LEN));
	evbuffer_drain(bufferevent_get_input(s->bev), LEN);
}

static void quiet(struct side both[2])
{
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(both[i].bev, NULL, NULL, log_ssl_event, &both[i].log);
}

/* A limit for reading or writing: so much per tenth of a second, that it takes some of them. Records are small: with long
 * ones the original reads no more when the rest of the last one is in SSL already, and writes a whole one at once. */
static void rate(talk_fn over, int reader, int options)
{
	struct ev_token_bucket_cfg *cfg =
	    ev_token_bucket_cfg_new(reader ? 8000 : EV_RATE_LIMIT_MAX, reader ? 8000 : EV_RATE_LIMIT_MAX,
		reader ? EV_RATE_LIMIT_MAX : 8000, reader ? EV_RATE_LIMIT_MAX : 8000, MS(100));
	struct side both[2];
	long start, turns = 0;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_meet(both, base);
	quiet(both);
	CHECK(bufferevent_set_rate_limit(both[reader].bev, cfg) == 0);
	start = now_ms();
	for (int at = 0; at < LEN; at += 500)
		CHECK(evbuffer_add_reference(bufferevent_get_output(both[0].bev), data + at, 500, NULL, NULL) == 0);
	while (arrived(&both[1]) < LEN && now_ms() - start < 5000) {
		CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
		turns++;
	}
	SAY("%s limited: %s, %s\n", reader ? "reading" : "writing", now_ms() - start >= 200 ? "slow" : "at once",
	    turns < 300 ? "few turns" : "many turns");
	if (arrived(&both[1]) < LEN)
		SAY("not all arrived\n");
	else
		check_data(&both[1]);
	CHECK(bufferevent_set_rate_limit(both[reader].bev, NULL) == 0);
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
	ev_token_bucket_cfg_free(cfg);
}

/* A limit that is there from the beginning, so small that the handshake does not fit. */
static void handshake(talk_fn over)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(500, 500, 500, 500, MS(50));
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < 2; i++)
		CHECK(bufferevent_set_rate_limit(both[i].bev, cfg) == 0);
	UNTIL(base, both[0].log.text[0] && both[1].log.text[0]);
	event_base_loopexit(base, MS(300));
	event_base_dispatch(base);
	put_text(both[0].bev, "text");
	UNTIL(base, strstr(both[1].log.text, "read"));
	ssl_settle(base);
	sides_show(both);
	sides_free(both, base);
	ev_token_bucket_cfg_free(cfg);
}

static void single(talk_fn over, int options)
{
	static const ev_ssize_t sizes[] = { 1, 100, 5000, 16384, 100000 };
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_meet(both, base);
	quiet(both);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		CHECK(bufferevent_set_max_single_read(both[1].bev, (size_t)sizes[i]) == 0);
		CHECK(bufferevent_set_max_single_write(both[0].bev, (size_t)sizes[i]) == 0);
		SAY("%zd %zd\n", bufferevent_get_max_single_read(both[1].bev), bufferevent_get_max_single_write(both[0].bev));
		CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
		UNTIL(base, arrived(&both[1]) >= LEN);
		check_data(&both[1]);
	}
	sides_show(both);
	sides_free(both, base);
}

int main(void)
{
	for (int i = 0; i < LEN; i++)
		data[i] = (unsigned char)(i * 31 + i / 256);
	base = event_base_new();
	for (int v = 0; v < 2; v++) {
		ssl_start(ssl_versions[v]);
		for (int way = 0; way < 4; way += way ? 1 : 2) {
			SAY("-- %s, %s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name);
			rate(ssl_ways[way].start, 0, 0);
			rate(ssl_ways[way].start, 1, 0);
			rate(ssl_ways[way].start, 1, BEV_OPT_DEFER_CALLBACKS);
			single(ssl_ways[way].start, 0);
			handshake(ssl_ways[way].start);
		}
	}
	event_base_free(base);
	return t_result();
}
