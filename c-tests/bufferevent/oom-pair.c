// run: once
// Data through a pair with any request refused: what is written with success arrives once, also when moving it to
// the partner had failed at first.
#include "bufferevent/oom.h"

static struct event_base *base;

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	struct bufferevent *pair[2];
	struct evbuffer *in;
	size_t want = 0;
	char piece[300];

	al_stop_failing();
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	in = bufferevent_get_input(pair[1]);
	bufferevent_setwatermark(pair[1], EV_READ, 0, 1500);
	bufferevent_enable(pair[1], EV_READ);
	al_fail(n, all);
	for (int i = 0; i < 8; i++) {
		memset(piece, 'a' + (int)(want / sizeof piece), sizeof piece);
		if (bufferevent_write(pair[0], piece, sizeof piece) == 0)
			want += sizeof piece;
		else
			CHECK(al.failed);
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	}
	al_stop_failing();
	bufferevent_setwatermark(pair[1], EV_READ, 0, 0);
	bufferevent_disable(pair[1], EV_READ);
	bufferevent_enable(pair[1], EV_READ);
	settle(base);
	CHECK(evbuffer_get_length(in) == want);
	for (size_t i = 0; evbuffer_remove(in, piece, 1) == 1; i++)
		if (!CHECK(piece[0] == 'a' + (int)(i / sizeof piece)))
			break;
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
}

int main(void)
{
	al_start();
	base = event_base_new();
	warm_up(scenario);
	al_every_failure("pair", scenario);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
