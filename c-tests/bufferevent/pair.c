// run: once
// bufferevent_pair_new: what one writes the other reads, in both directions, before and after enabling. Data
// moves at once, the callbacks come from the loop; the write callback tells that the partner has taken it.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static struct b_log logs[2];

static void show(void)
{
	b_show(&logs[0], pair[0]);
	b_show(&logs[1], pair[1]);
}

static void loop(void)
{
	settle(base);
	SAY(" (loop)\n");
	show();
}

int main(void)
{
	base = event_base_new();
	SAY("new %d\n", bufferevent_pair_new(base, 0, pair));
	b_log(pair[0], &logs[0], " a");
	b_log(pair[1], &logs[1], " b");
	loop();
	SAY("a writes, b does not read\n");
	put_text(pair[0], "one,");
	loop();
	SAY("b reads\n");
	bufferevent_enable(pair[1], EV_READ);
	show();
	loop();
	SAY("a writes\n");
	put_text(pair[0], "two");
	show();
	loop();
	SAY("b's writing is disabled, it writes, and a reads\n");
	bufferevent_disable(pair[1], EV_WRITE);
	put_text(pair[1], "three,");
	bufferevent_enable(pair[0], EV_READ);
	loop();
	SAY("b's writing is enabled\n");
	bufferevent_enable(pair[1], EV_WRITE);
	loop();
	SAY("nothing is written\n");
	CHECK(bufferevent_write(pair[0], "", 0) == 0);
	loop();
	SAY("writing is enabled again\n");
	bufferevent_enable(pair[0], EV_WRITE);
	loop();
	SAY("b stops reading\n");
	bufferevent_disable(pair[1], EV_READ);
	put_text(pair[0], "four");
	loop();
	SAY("b reads again\n");
	bufferevent_enable(pair[1], EV_READ);
	loop();
	SAY("b reads and stops at once\n");
	put_text(pair[0], "five");
	bufferevent_disable(pair[1], EV_READ);
	loop();
	SAY("dispatch %d\n", event_base_dispatch(base));
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
