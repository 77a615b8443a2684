// run: once
// bufferevent_socket_connect_hostname: a look-up that gets no answer, and the bufferevent's own timeouts meanwhile.
#include "connect.h"

static void try(struct event_base *base, struct fake *fake, const char *timeout, long own, short enabled)
{
	struct evdns_base *dns = fake_resolver(base, fake);
	struct bufferevent *bev = connect_new(base, 0);
	SAY("look-up %s s, own timeouts %ld ms, enabled %s\n", timeout, own, t_what(enabled));
	CHECK(evdns_base_set_option(dns, "timeout", timeout) == 0);
	CHECK(evdns_base_set_option(dns, "attempts", "1") == 0);
	if (own)
		bufferevent_set_timeouts(bev, MS(own), MS(own));
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	bufferevent_enable(bev, enabled);
	put_text(bev, "text");
	connect_by_name(bev, dns, AF_INET, "silent.test", 80);
	UNTIL(base, connect_events);
	settle(base);
	SAY(" events %d\n", connect_events);
	bufferevent_free(bev);
	settle(base);
	evdns_base_free(dns, 1);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	fake_rule(fake, "silent.test", "silent", "silent");
	try(base, fake, "0.05", 0, EV_READ | EV_WRITE);
	try(base, fake, "0.2", 20, EV_READ | EV_WRITE);
	try(base, fake, "0.2", 20, EV_READ);
	try(base, fake, "0.2", 20, EV_WRITE);
	try(base, fake, "0.2", 20, 0);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
