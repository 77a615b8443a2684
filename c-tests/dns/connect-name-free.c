// run: once
// bufferevent_socket_connect_hostname: the bufferevent, or the evdns_base, is freed while the look-up is under way.
#include "connect.h"

static struct event_base *base;
static struct fake *fake;

static void try(int free_bev, int fail_requests, int options, const struct gai_stage *stage)
{
	struct evdns_base *dns = fake_resolver(base, fake);
	struct bufferevent *bev = connect_new(base, options);
	memset(fake_rule_of(fake, "held.test")->released, 0, sizeof fake->rules->released);
	SAY("%s, %s%s, ", free_bev ? "bufferevent" : fail_requests ? "base, failing requests" : "base",
	    options ? "deferred, " : "", stage->what);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	connect_by_name(bev, dns, AF_UNSPEC, "held.test", 80);
	gai_take(base, fake, "held.test", stage);
	if (free_bev)
		bufferevent_free(bev);
	else
		evdns_base_free(dns, fail_requests);
	SAY(" freed\n");
	gai_settle(base);
	if (free_bev) {
		fake_release(fake, "held.test", A);
		fake_release(fake, "held.test", AAAA);
		gai_settle(base);
		evdns_base_free(dns, 1);
	} else {
		SAY(" DNS error %s\n", error_name(bufferevent_socket_get_dns_error(bev)));
		bufferevent_free(bev);
	}
	gai_settle(base);
	SAY(" events %d\n", connect_events);
}

int main(void)
{
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "held.test", "hold nxdomain", "hold nxdomain");
	for (int options = 0; options <= BEV_OPT_DEFER_CALLBACKS; options += BEV_OPT_DEFER_CALLBACKS) {
		for (int s = 0; s < GAI_STAGES; s++) {
			try(1, 0, options, &gai_stages[s]);
			try(0, 0, options, &gai_stages[s]);
			try(0, 1, options, &gai_stages[s]);
		}
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
