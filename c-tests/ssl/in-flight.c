// run: once
// libs: -levent_openssl -lssl -lcrypto
// Output that TLS has taken and the socket has not: whether the program can still change it, and that all of it arrives
// in order, once, also when more is written meanwhile.
#include "ssl/ssl.h"

#define LEN (1 << 20)

static struct event_base *base;
static unsigned char data[LEN], back[LEN + 100];
static size_t got;

static void on_read(struct bufferevent *bev, void *arg)
{
	while (got < sizeof back) {
		size_t n = bufferevent_read(bev, back + got, sizeof back - got);
		if (!n)
			break;
		got += n;
	}
}

/* The socket is full, for the server does not read. */
static void fill(struct side both[2])
{
	sides_init(both);
	over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_meet(both, base);
	CHECK(bufferevent_disable(both[1].bev, EV_READ) == 0);
	CHECK(bufferevent_write(both[0].bev, data, LEN) == 0);
	ssl_settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_output(both[0].bev)) > 0);
}

static void change(void)
{
	struct side both[2];
	struct evbuffer *out;
	fill(both);
	out = bufferevent_get_output(both[0].bev);
	SAY("prepend %d, drain %d\n", evbuffer_prepend(out, "x", 1), evbuffer_drain(out, 1));
	SAY("add %d\n", evbuffer_add(out, "x", 1));
	sides_free(both, base);
}

static void arrive(void)
{
	struct side both[2];
	struct evbuffer *out;
	fill(both);
	out = bufferevent_get_output(both[0].bev);
	CHECK(evbuffer_add(out, "the end", 7) == 0);
	got = 0;
	bufferevent_setcb(both[1].bev, on_read, NULL, NULL, NULL);
	CHECK(bufferevent_enable(both[1].bev, EV_READ) == 0);
	UNTIL(base, got >= LEN + 7);
	ssl_settle(base);
	CHECK(got == LEN + 7 && memcmp(back, data, LEN) == 0 && memcmp(back + LEN, "the end", 7) == 0);
	CHECK(evbuffer_get_length(out) == 0);
	/* Nothing is in flight any more. */
	CHECK(bufferevent_disable(both[0].bev, EV_WRITE) == 0);
	SAY("add %d, prepend %d, drain %d\n", evbuffer_add(out, "x", 1), evbuffer_prepend(out, "x", 1),
	    evbuffer_drain(out, 2));
	sides_free(both, base);
}

int main(void)
{
	for (size_t i = 0; i < LEN; i++)
		data[i] = (unsigned char)(i * 7 + i / 251);
	base = event_base_new();
	ssl_start(0);
	change();
	arrive();
	event_base_free(base);
	return t_result();
}
