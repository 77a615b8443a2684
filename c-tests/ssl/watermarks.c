// run: once
// libs: -levent_openssl -lssl -lcrypto
// Watermarks: how much has to be there for a read callback, when reading stops and goes on, and how much output may be
// left for a write callback. Records are smaller than the marks, so that where reading stops is certain.
#include "ssl/ssl.h"

static struct event_base *base;

static size_t take;

static void on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	LOG((struct b_log *)arg, " read of %zu", evbuffer_get_length(in));
	evbuffer_drain(in, take);
}

static void say(struct side *s, const char *text)
{
	put_text(s->bev, text);
	ssl_settle(base);
}

static void low(struct side both[2])
{
	SAY("low 6\n");
	take = 100;
	bufferevent_setwatermark(both[1].bev, EV_READ, 6, 0);
	for (int i = 0; i < 4; i++) {
		say(&both[0], "abc");
		sides_show(both);
	}
	SAY("nothing taken\n");
	take = 0;
	for (int i = 0; i < 4; i++)
		say(&both[0], "abc");
	sides_show(both);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	ssl_settle(base);
	sides_show(both);
}

/* Without a read callback, which would be called over and over while the input is as long as that. */
static void high(struct side both[2])
{
	SAY("high 6\n");
	bufferevent_setcb(both[1].bev, NULL, log_write, log_ssl_event, &both[1].log);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 6);
	for (int i = 0; i < 4; i++)
		say(&both[0], "abc");
	sides_show(both);
	SAY("1 drained\n");
	evbuffer_drain(bufferevent_get_input(both[1].bev), 1);
	ssl_settle(base);
	sides_show(both);
	SAY("high 9\n");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 9);
	ssl_settle(base);
	sides_show(both);
	SAY("no high\n");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	ssl_settle(base);
	sides_show(both);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
	SAY("all drained inside\n");
	take = 100;
	bufferevent_setcb(both[1].bev, on_read, log_write, log_ssl_event, &both[1].log);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 3);
	for (int i = 0; i < 3; i++)
		say(&both[0], "abc");
	sides_show(both);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
}

/* Pieces that are under way when the mark is reached wait, in the socket or in SSL. */
static void flight(struct side both[2])
{
	SAY("flight\n");
	bufferevent_setcb(both[1].bev, NULL, log_write, log_ssl_event, &both[1].log);
	bufferevent_disable(both[1].bev, EV_READ);
	for (int i = 0; i < 5; i++)
		say(&both[0], "abc");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 3);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	ssl_settle(base);
	sides_show(both);
	for (int i = 0; i < 2; i++) {
		evbuffer_drain(bufferevent_get_input(both[1].bev), 3);
		ssl_settle(base);
		sides_show(both);
	}
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	ssl_settle(base);
	sides_show(both);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
}

static void writing(struct side both[2])
{
	SAY("writing, low 4\n");
	take = 100;
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 4, 0);
	say(&both[0], "abc");
	say(&both[0], "abcdef");
	sides_show(both);
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 0, 0);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
}

/* Output that does not fit into the socket: the mark is passed while there is more. */
static int passed;
static size_t first_left;

static void on_passed(struct bufferevent *bev, void *arg)
{
	if (!passed++)
		first_left = evbuffer_get_length(bufferevent_get_output(bev));
}

static void writing_more(struct side both[2])
{
	static char data[2 << 20];
	struct evbuffer *in = bufferevent_get_input(both[1].bev);
	SAY("writing more, low 1000000\n");
	passed = 0;
	bufferevent_setcb(both[0].bev, NULL, on_passed, NULL, NULL);
	bufferevent_setcb(both[1].bev, NULL, NULL, NULL, NULL);
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 1000000, 0);
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	for (size_t at = 0; at < sizeof data; at += 4096) /* one long piece would go as a whole, and be left until then */
		CHECK(bufferevent_write(both[0].bev, data + at, 4096) == 0);
	ssl_settle(base);
	SAY("calls while nobody reads: %d\n", passed);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	UNTIL(base, evbuffer_get_length(in) == sizeof data);
	ssl_settle(base);
	SAY("calls: %s, the first %s\n", passed > 1 ? "several" : passed ? "1" : "none", first_left ? "with something left" : "with nothing left");
	CHECK(first_left <= 1000000);
	evbuffer_drain(in, sizeof data);
}

int main(void)
{
	base = event_base_new();
	for (int v = 0; v < 2; v++)
		for (int way = 0; way < 4; way++)
			for (int defer = 0; defer < 2; defer++) {
				struct side both[2];
				SAY("-- %s, %s%s\n", ssl_version_name(ssl_versions[v]), ssl_ways[way].name,
				    defer ? ", deferred" : "");
				ssl_start(ssl_versions[v]);
				sides_init(both);
				ssl_ways[way].start(both, base,
				    BEV_OPT_CLOSE_ON_FREE | (defer ? BEV_OPT_DEFER_CALLBACKS : 0));
				sides_meet(both, base);
				bufferevent_setcb(both[1].bev, on_read, log_write, log_ssl_event, &both[1].log);
				low(both);
				high(both);
				flight(both);
				writing(both);
				if (way == 0) /* elsewhere more fits */
					writing_more(both);
				sides_free(both, base);
			}
	event_base_free(base);
	return t_result();
}
