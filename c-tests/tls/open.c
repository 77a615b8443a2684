// on: ours
// A connection that is handed over after its handshake: no handshake, no CONNECTED, and what TLS holds already is
// read.
#include "tls/kit.h"

static struct event_base *base;
static int fd[2];

/* Shakes hands by hand; the client has read some data ahead then. */
static void prepare(struct side both[2])
{
	size_t done;
	t_pair(fd);
	sides_init(both);
	toy_provider.set_fd(&both[0].toy, fd[0]);
	toy_provider.set_fd(&both[1].toy, fd[1]);
	CHECK(toy_provider.handshake(&both[0].toy) == BEV_TLS_WANT_READ);
	CHECK(toy_provider.handshake(&both[1].toy) == BEV_TLS_DONE);
	CHECK(toy_provider.write(&both[1].toy, "held", 4, &done) == BEV_TLS_DONE && done == 4);
	CHECK(toy_provider.handshake(&both[0].toy) == BEV_TLS_DONE);
	CHECK(toy_provider.pending(&both[0].toy) > 0);
	/* These do not count. */
	both[0].toy.calls.handshake = both[1].toy.calls.handshake = 0;
}

int main(void)
{
	base = event_base_new();
	for (int on_top = 0; on_top < 2; on_top++) {
		struct side both[2];
		prepare(both);
		for (int i = 0; i < 2; i++) {
			struct toy *toy = &both[i].toy;
			both[i].bev = on_top
			    ? bufferevent_tls_filter_new(bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE),
			        &toy_provider, toy, BUFFEREVENT_SSL_OPEN, BEV_OPT_CLOSE_ON_FREE)
			    : bufferevent_tls_socket_new(base, fd[i], &toy_provider, toy, BUFFEREVENT_SSL_OPEN,
			        BEV_OPT_CLOSE_ON_FREE);
			b_log(both[i].bev, &both[i].log, i ? "server" : "client");
			CHECK(bufferevent_enable(both[i].bev, EV_READ) == 0);
		}
		settle(base);
		sides_logged(both, " read \"held\"", "");
		put_text(both[0].bev, "answer");
		settle(base);
		sides_logged(both, " written", " read \"answer\"");
		CHECK(both[0].toy.calls.handshake == 0 && both[1].toy.calls.handshake == 0);
		sides_free(both, base);
	}
	event_base_free(base);
	return t_result();
}
