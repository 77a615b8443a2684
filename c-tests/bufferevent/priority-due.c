// run: once
// on: ours
// The priority of a bufferevent is set while calls of it are due: they are made once, and none of others is lost. (The
// original takes them off the wrong list.)
#include "bufferevent/kit.h"

static struct event_base *base;
static int told[3];

static void on_read(struct bufferevent *bev, void *arg)
{
	++*(int *)arg;
}

static void set(int from, int to)
{
	struct bufferevent *bev[3];
	memset(told, 0, sizeof told);
	for (int i = 0; i < 3; i++) {
		bev[i] = bufferevent_socket_new(base, -1, BEV_OPT_DEFER_CALLBACKS);
		bufferevent_setcb(bev[i], on_read, NULL, NULL, &told[i]);
		CHECK(bufferevent_priority_set(bev[i], i == 1 ? from : to) == 0);
		bufferevent_trigger(bev[i], EV_READ, 0);
	}
	CHECK(bufferevent_priority_set(bev[1], to) == 0);
	CHECK(bufferevent_get_priority(bev[1]) == to);
	settle(base);
	SAY("from %d to %d: %d %d %d\n", from, to, told[0], told[1], told[2]);
	for (int i = 0; i < 3; i++) {
		bufferevent_trigger(bev[i], EV_READ, 0);
		bufferevent_free(bev[i]);
	}
	settle(base);
}

static void set_many(void)
{
	/* So many that some have to wait for the next turn. */
	enum { MANY = 100 };
	struct bufferevent *bev[MANY];
	int all = 0;
	for (int i = 0; i < MANY; i++) {
		bev[i] = bufferevent_socket_new(base, -1, BEV_OPT_DEFER_CALLBACKS);
		bufferevent_setcb(bev[i], on_read, NULL, NULL, &all);
		bufferevent_trigger(bev[i], EV_READ, 0);
	}
	for (int i = 0; i < MANY; i++)
		CHECK(bufferevent_priority_set(bev[i], i % 3) == 0);
	for (int i = 0; i < 5; i++)
		settle(base);
	SAY("of %d: %d\n", MANY, all);
	for (int i = 0; i < MANY; i++)
		bufferevent_free(bev[i]);
	for (int i = 0; i < 5; i++)
		settle(base);
}

int main(void)
{
	base = event_base_new();
	CHECK(event_base_priority_init(base, 3) == 0);
	set(1, 0);
	set(0, 2);
	set(2, 1);
	set_many();
	CHECK(event_base_dispatch(base) == 1);
	event_base_free(base);
	return t_result();
}
