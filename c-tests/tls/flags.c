// on: ours
// Flags are set and cleared one by one, unknown ones refused, and other bufferevents have none.
#include "tls/kit.h"

#define DIRTY BUFFEREVENT_SSL_DIRTY_SHUTDOWN
#define BATCH BUFFEREVENT_SSL_BATCH_WRITE

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *pair[2], *bev;
	struct side both[2];
	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	bev = both[0].bev;
	CHECK(bufferevent_tls_get_flags(bev) == 0);
	CHECK(bufferevent_tls_set_flags(bev, DIRTY) == 0);
	CHECK(bufferevent_tls_set_flags(bev, BATCH) == DIRTY);
	CHECK(bufferevent_tls_set_flags(bev, 0) == (DIRTY | BATCH));
	CHECK(bufferevent_tls_clear_flags(bev, DIRTY) == (DIRTY | BATCH));
	CHECK(bufferevent_tls_get_flags(bev) == BATCH);
	CHECK(bufferevent_tls_set_flags(bev, 4) == EV_UINT64_MAX);
	CHECK(bufferevent_tls_set_flags(bev, DIRTY | 4) == EV_UINT64_MAX);
	CHECK(bufferevent_tls_clear_flags(bev, BATCH | 1ull << 63) == EV_UINT64_MAX);
	CHECK(bufferevent_tls_get_flags(bev) == BATCH);
	CHECK(bufferevent_tls_clear_flags(bev, DIRTY | BATCH) == BATCH);
	CHECK(bufferevent_tls_get_flags(bev) == 0);
	CHECK(bufferevent_tls_get_flags(both[1].bev) == 0);

	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	for (int i = 0; i < 2; i++) {
		bev = i ? pair[0] : NULL;
		CHECK(bufferevent_tls_get_flags(bev) == EV_UINT64_MAX);
		CHECK(bufferevent_tls_set_flags(bev, DIRTY) == EV_UINT64_MAX);
		CHECK(bufferevent_tls_clear_flags(bev, DIRTY) == EV_UINT64_MAX);
	}
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	sides_free(both, base);
	event_base_free(base);
	return t_result();
}
