// run: once
// on: ours
// bufferevent_socket_set_happy_eyeballs: with any request for memory refused there is one event, or the call fails, and
// nothing is lost.
#include "memory/alloc.h"
#include "race.h"

static const char *name;

static void race(void)
{
	int fds = open_fds(), far;
	struct bufferevent *bev;
	struct evdns_base *dns;
	long n = al.fail_in;
	int all = al.fail_on;

	al_stop_failing();
	dns = fake_resolver(base, fake);
	CHECK(evdns_base_set_option(dns, "timeout", "0.1") == 0);
	CHECK(evdns_base_set_option(dns, "attempts", "2") == 0);
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, race_event, bev);
	/* Without memory it may be that only the address that never answers is left. */
	bufferevent_set_timeouts(bev, NULL, MS(300));
	race_events = 0;
	al_fail(n, all);
	if (bufferevent_socket_set_happy_eyeballs(bev, MS(10)) == 0) {
		race_for(bev, dns, name);
		/* A question that was lost for want of memory is asked once more. */
		UNTIL(base, race_events);
		settle(base);
		CHECK(race_events == 1);
		CHECK(race_what == BEV_EVENT_CONNECTED || al.failed);
		if (race_what == BEV_EVENT_CONNECTED)
			close(tcp_accept(race_listener));
	}
	al_stop_failing();
	/* What was connected and then failed. */
	while ((far = accept(race_listener, NULL, NULL)) >= 0)
		close(far);
	bufferevent_free(bev);
	settle(base);
	evdns_base_free(dns, 0);
	settle(base);
	CHECK(open_fds() == fds);
}

int main(void)
{
	al_start();
	race_start();
	name = "hole-first.test";
	race();
	al_every_failure(name, race);
	name = "refused-first.test";
	al_every_failure(name, race);
	race_end();
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
