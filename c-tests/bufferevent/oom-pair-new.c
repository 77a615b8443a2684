// run: once
// on: ours
// A pair made with any request refused: -1 and nothing leaked, or a pair that works. The original crashes.
#include "bufferevent/oom.h"

static struct event_base *base;

static void a_pair(void)
{
	struct bufferevent *pair[2] = { NULL, NULL };
	int r = bufferevent_pair_new(base, 0, pair);
	al_stop_failing();
	if (r == 0) {
		CHECK(pair[0] && pair[1]);
		bufferevent_free(pair[0]);
		bufferevent_free(pair[1]);
	} else {
		CHECK(r == -1 && al.failed);
	}
	settle(base);
}

int main(void)
{
	al_start();
	base = event_base_new();
	settle(base);
	warm_up(a_pair);
	al_every_failure("pair", a_pair);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
