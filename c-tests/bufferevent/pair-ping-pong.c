// run: once
// A ball goes to and fro between a pair a hundred thousand times, and a large message in one go: the callbacks
// come from the loop and do not nest.
#include "bufferevent/kit.h"

#define TIMES 100000

static long turns;
static int depth;
static size_t got;

static void on_read(struct bufferevent *bev, void *arg)
{
	char ball[2];
	CHECK(depth == 0);
	depth++;
	CHECK(bufferevent_read(bev, ball, 2) == 1);
	if (++turns < TIMES)
		bufferevent_write(bev, ball, 1);
	depth--;
}

static void on_much(struct bufferevent *bev, void *arg)
{
	got += evbuffer_get_length(bufferevent_get_input(bev));
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *pair[2];
	char *much = calloc(1, 3000000);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(pair[i], on_read, NULL, NULL, NULL);
		bufferevent_enable(pair[i], EV_READ);
	}
	bufferevent_write(pair[0], "o", 1);
	SAY("dispatch %d", event_base_dispatch(base));
	SAY(", %ld times\n", turns);
	for (int i = 0; i < 2; i++)
		bufferevent_setcb(pair[i], on_much, NULL, NULL, NULL);
	bufferevent_write(pair[1], much, 3000000);
	SAY("dispatch %d", event_base_dispatch(base));
	SAY(", %zu bytes\n", got);
	free(much);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
