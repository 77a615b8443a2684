// on: ours
// TLS has to write before it reads: it answers a hello while the other side's receive buffer is full. Reading goes
// on when the answer is out, also when writing is disabled, and nothing is tried in vain meanwhile.
#include "tls/kit.h"

static struct event_base *base;

/* Fills the way to the other side with records that need not be read. Gives how many bytes there were. */
static size_t fill(struct bufferevent *bev)
{
	static unsigned char piece[10000];
	size_t all = 0;
	do {
		CHECK(bufferevent_write(bev, piece, sizeof piece) == 0);
		all += sizeof piece;
		settle(base);
	} while (evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	return all;
}

static void blocked(talk_fn over, int writing)
{
	struct side both[2];
	struct evbuffer *in;
	size_t all;
	long before;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	bufferevent_setcb(both[1].bev, NULL, NULL, log_event, &both[1].log);
	bufferevent_setcb(both[0].bev, log_read, NULL, log_event, &both[0].log);
	bufferevent_disable(both[1].bev, EV_READ);
	all = fill(both[0].bev);
	if (!writing)
		bufferevent_disable(both[0].bev, EV_WRITE);
	/* A handshake of the library would read. */
	toy_restart(&both[1].toy);
	toy_hello(&both[1].toy);
	CHECK(toy_send(&both[1].toy) == BEV_TLS_DONE);
	put_text(both[1].bev, "after it");
	settle(base);
	CHECK(both[0].toy.hellos == 2);
	before = calls(&both[0].toy);
	settle(base);
	CHECK(calls(&both[0].toy) == before);
	CHECK(same(both[0].log.text, ""));
	in = bufferevent_get_input(both[1].bev);
	bufferevent_enable(both[1].bev, EV_READ);
	UNTIL(base, strstr(both[0].log.text, "read"));
	bufferevent_enable(both[0].bev, EV_WRITE);
	UNTIL(base, evbuffer_get_length(in) == all);
	settle(base);
	CHECK(same(both[0].log.text, " read \"after it\""));
	CHECK(both[1].toy.hellos == 2);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int writing = 0; writing < 2; writing++) {
		blocked(sides_over_sockets, writing);
		blocked(sides_over_filters, writing);
	}
	event_base_free(base);
	return t_result();
}
