// on: ours
// Small pieces of output are records of their own; with BUFFEREVENT_SSL_BATCH_WRITE they are gathered, up to what a
// record holds and what is allowed at once.
#include "tls/kit.h"

static struct event_base *base;

/* Three pieces that lie in memory by themselves. Gives how many writes that took. */
static long write_pieces(struct side *s, size_t piece)
{
	static char data[3 * 16384];
	struct evbuffer *out = bufferevent_get_output(s->bev);
	long before = s->toy.calls.write;
	bufferevent_disable(s->bev, EV_WRITE);
	for (int i = 0; i < 3; i++)
		CHECK(evbuffer_add_reference(out, data + i * piece, piece, NULL, NULL) == 0);
	settle(base);
	CHECK(s->toy.calls.write == before);
	bufferevent_enable(s->bev, EV_WRITE);
	UNTIL(base, evbuffer_get_length(out) == 0);
	return s->toy.calls.write - before;
}

static void run(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	both[0].toy.record = 16384;
	both[0].toy.pipe = 1 << 20;
	CHECK(write_pieces(&both[0], 20) == 3);
	CHECK(bufferevent_tls_set_flags(both[0].bev, BUFFEREVENT_SSL_BATCH_WRITE) == 0);
	CHECK(write_pieces(&both[0], 20) == 1);
	CHECK(write_pieces(&both[0], 8192) == 2);
	bufferevent_set_max_single_write(both[0].bev, 30);
	CHECK(write_pieces(&both[0], 20) == 2);
	CHECK(bufferevent_tls_clear_flags(both[0].bev, BUFFEREVENT_SSL_BATCH_WRITE) == BUFFEREVENT_SSL_BATCH_WRITE);
	CHECK(write_pieces(&both[0], 20) == 3);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	run(sides_over_sockets);
	run(sides_over_filters);
	event_base_free(base);
	return t_result();
}
