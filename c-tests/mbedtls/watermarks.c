// run: once
// on: ours
// libs: -levent_mbedtls -lmbedtls -lmbedx509 -lmbedcrypto
// Watermarks: how much has to be there for a read callback, when reading stops and goes on, and how much output may be left
// for a write callback. And much data, in both directions at once, with and without a mark.
#include "mbedtls/mbed.h"

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
	m_settle();
}

static void low(struct side both[2])
{
	SAY("low 6\n");
	take = 100;
	bufferevent_setcb(both[1].bev, on_read, log_write, log_m_event, &both[1].log);
	bufferevent_setwatermark(both[1].bev, EV_READ, 6, 0);
	for (int i = 0; i < 4; i++) {
		say(&both[0], "abc");
		sides_show(both);
	}
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
}

/* Without a read callback, which would be called over and over while the input is as long as that. */
static void high(struct side both[2])
{
	SAY("high 6\n");
	bufferevent_setcb(both[1].bev, NULL, log_write, log_m_event, &both[1].log);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 6);
	for (int i = 0; i < 4; i++)
		say(&both[0], "abc");
	sides_show(both);
	SAY("1 drained\n");
	evbuffer_drain(bufferevent_get_input(both[1].bev), 1);
	m_settle();
	sides_show(both);
	SAY("high 9\n");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 9);
	m_settle();
	sides_show(both);
	SAY("no high\n");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
	m_settle();
	sides_show(both);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
}

/* What arrives while reading is disabled waits, in the socket or in Mbed TLS; one record holds more than the mark. */
static void one_record(struct side both[2])
{
	SAY("one record\n");
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 4);
	say(&both[0], "abcdefghij");
	for (int i = 0; i < 3; i++) {
		sides_show(both);
		evbuffer_drain(bufferevent_get_input(both[1].bev), 4);
		m_settle();
	}
	sides_show(both);
	bufferevent_setwatermark(both[1].bev, EV_READ, 0, 0);
}

static void writing(struct side both[2])
{
	SAY("writing, low 4\n");
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 4, 0);
	say(&both[0], "abc");
	say(&both[0], "abcdef");
	sides_show(both);
	bufferevent_setwatermark(both[0].bev, EV_WRITE, 0, 0);
	evbuffer_drain(bufferevent_get_input(both[1].bev), 100);
}

#define MUCH 400000

struct sink {
	size_t got;
	unsigned char next;
	int wrong;
};

static void on_much(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct sink *sink = arg;
	unsigned char block[4096];
	int n;
	while ((n = evbuffer_remove(in, block, sizeof block)) > 0) {
		for (int i = 0; i < n; i++)
			sink->wrong |= block[i] != (unsigned char)(sink->next++ % 251);
		sink->got += (size_t)n;
	}
}

static void much(talk_fn over, size_t mark)
{
	static unsigned char data[MUCH];
	struct side both[2];
	struct sink sinks[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
	for (size_t i = 0; i < MUCH; i++)
		data[i] = (unsigned char)((unsigned char)i % 251);
	sides_start(both, over, 0);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(both[i].bev, on_much, NULL, NULL, &sinks[i]);
		bufferevent_setwatermark(both[i].bev, EV_READ, 0, mark);
		CHECK(bufferevent_write(both[i].bev, data, MUCH) == 0);
	}
	/* Pairs are at work only within the loop. */
	while (sinks[0].got < MUCH || sinks[1].got < MUCH)
		if (!CHECK(event_base_loop(base, over == over_pair ? EVLOOP_NONBLOCK : EVLOOP_ONCE) >= 0))
			break;
	for (int i = 0; i < 2; i++)
		CHECK(sinks[i].got == MUCH && !sinks[i].wrong && evbuffer_get_length(bufferevent_get_output(both[i].bev)) == 0);
	sides_free(both);
}

int main(void)
{
	m_start();
	for (int way = 0; way < 3; way++) {
		struct side both[2];
		SAY("-- %s\n", m_ways[way].name);
		sides_start(both, m_ways[way].start, 0);
		sides_meet(both);
		low(both);
		high(both);
		one_record(both);
		writing(both);
		sides_free(both);
		much(m_ways[way].start, 0);
		much(m_ways[way].start, 10000);
	}
	return m_end();
}
