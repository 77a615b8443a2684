// run: once
// One of a pair is freed: its partner is told nothing, gets what was delivered before, and can be used and freed.
// Only a flush that finishes is an end.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static struct b_log logs[2];

static void start(const char *name, int options)
{
	SAY("%s\n", name);
	CHECK(bufferevent_pair_new(base, options, pair) == 0);
	for (int i = 0; i < 2; i++) {
		b_log(pair[i], &logs[i], i ? " b" : " a");
		bufferevent_enable(pair[i], EV_READ | EV_WRITE);
	}
	settle(base);
}

static void after(void)
{
	settle(base);
	CHECK(bufferevent_pair_get_partner(pair[1]) == NULL);
	b_show(&logs[0], NULL);
	b_show(&logs[1], pair[1]);
	SAY(" written to no one: %d\n", bufferevent_write(pair[1], "text", 4));
	settle(base);
	b_show(&logs[1], pair[1]);
	SAY(" flushed: %d", bufferevent_flush(pair[1], EV_WRITE, BEV_FINISHED));
	SAY(" %d\n", bufferevent_flush(pair[1], EV_READ, BEV_FLUSH));
	SAY(" enabled: %d\n", bufferevent_enable(pair[1], EV_READ | EV_WRITE));
	settle(base);
	b_show(&logs[1], pair[1]);
	bufferevent_free(pair[1]);
	settle(base);
}

int main(void)
{
	base = event_base_new();
	start("freed idle", 0);
	bufferevent_free(pair[0]);
	after();

	start("freed with data that was not taken", 0);
	bufferevent_disable(pair[1], EV_READ);
	put_text(pair[0], "stuck");
	bufferevent_free(pair[0]);
	after();

	start("freed with data that was just delivered", 0);
	put_text(pair[0], "delivered");
	bufferevent_free(pair[0]);
	after();

	start("freed with data for it", 0);
	bufferevent_disable(pair[0], EV_READ);
	put_text(pair[1], "unheard");
	settle(base);
	bufferevent_free(pair[0]);
	after();

	start("flushed and freed", 0);
	SAY(" flush %d\n", bufferevent_flush(pair[0], EV_WRITE, BEV_FINISHED));
	bufferevent_free(pair[0]);
	after();

	start("both freed with callbacks due", 0);
	put_text(pair[0], "to b");
	put_text(pair[1], "to a");
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
	b_show(&logs[0], NULL);
	b_show(&logs[1], NULL);
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
