// on: ours
// What is disabled is not done, and comes when it is enabled again: data below, and data that TLS holds.
#include "tls/kit.h"

static struct event_base *base;

static void run(talk_fn over)
{
	struct side both[2];
	long reads, writes;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_disable(both[0].bev, EV_READ | EV_WRITE);
	/* A handshake goes on all the same. */
	sides_connect(both, base);
	CHECK(bufferevent_get_enabled(both[0].bev) == 0);
	reads = both[0].toy.calls.read;
	writes = both[0].toy.calls.write;
	put_text(both[1].bev, "to me");
	put_text(both[0].bev, "to you");
	settle(base);
	sides_logged(both, "", " written");
	CHECK(both[0].toy.calls.read == reads && both[0].toy.calls.write == writes);
	bufferevent_enable(both[0].bev, EV_WRITE);
	settle(base);
	sides_logged(both, " written", " read \"to you\"");
	CHECK(both[0].toy.calls.read == reads);
	bufferevent_enable(both[0].bev, EV_READ);
	settle(base);
	sides_logged(both, " read \"to me\"", "");
	/* Enabled with nothing to write, nothing happens; the original does the same. */
	bufferevent_disable(both[0].bev, EV_WRITE);
	bufferevent_enable(both[0].bev, EV_WRITE);
	settle(base);
	sides_logged(both, "", "");
	/* Reading one piece of what TLS holds, the rest is left there. */
	bufferevent_set_max_single_read(both[0].bev, 2);
	bufferevent_setwatermark(both[0].bev, EV_READ, 0, 2);
	put_text(both[1].bev, "123456");
	settle(base);
	CHECK(strstr(both[0].log.text, " read \"12\""));
	CHECK(!strstr(both[0].log.text, "123"));
	UNTIL(base, strstr(both[0].log.text, " read \"56\""));
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
