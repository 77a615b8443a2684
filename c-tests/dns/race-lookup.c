// run: once
// on: ours
// bufferevent_socket_set_happy_eyeballs: connecting begins with the first addresses that are known, while those of the
// other family are still looked up.
#include "race.h"

static struct evdns_base *dns;
static struct bufferevent *bev;

static void begin(const char *name, const char *a, const char *aaaa)
{
	struct fake_rule *rule = fake_rule_of(fake, "held.test");
	SAY("%s\n", name);
	rule->say[A] = a;
	rule->say[AAAA] = aaaa;
	rule->released[A] = rule->released[AAAA] = 0;
	dns = fake_resolver(base, fake);
	bev = race_new(60000);
	race_for(bev, dns, "held.test");
	settle(base);
}

static void end(void)
{
	int events = race_events;
	fake_release(fake, "held.test", A);
	fake_release(fake, "held.test", AAAA);
	settle(base);
	CHECK(race_events == events);
	CHECK(bufferevent_socket_get_dns_error(bev) == 0);
	bufferevent_free(bev);
	settle(base);
	evdns_base_free(dns, 1);
}

int main(void)
{
	long start;
	race_start();
	fake_rule(fake, "held.test", NULL, NULL);

	begin("IPv4 alone, IPv6 comes after the connection", "hold 127.0.0.1", "hold ::1");
	start = now_ms();
	fake_release(fake, "held.test", A);
	race_won(bev);
	CHECK(now_ms() - start >= 50 - T_EARLY);
	CHECK(fake_holds(fake, "held.test", AAAA));
	end();

	begin("IPv6 is of no use, IPv4 comes later", "hold 127.0.0.1", "hold ::1");
	fake_release(fake, "held.test", AAAA);
	settle(base);
	CHECK(race_events == 0);
	fake_release(fake, "held.test", A);
	race_won(bev);
	end();

	begin("IPv4 is of no use, and there is no IPv6", "hold 127.0.0.3", "hold nxdomain");
	fake_release(fake, "held.test", A);
	for (start = now_ms(); now_ms() - start < 80;)
		CHECK(event_base_loop(base, EVLOOP_NONBLOCK) == 0 && race_events == 0);
	fake_release(fake, "held.test", AAAA);
	UNTIL(base, race_events);
	CHECK(race_what == BEV_EVENT_ERROR && race_errno == ECONNREFUSED);
	end();

	begin("there is no IPv6, then IPv4", "hold 127.0.0.1", "hold nxdomain");
	fake_release(fake, "held.test", AAAA);
	settle(base);
	CHECK(race_events == 0);
	fake_release(fake, "held.test", A);
	race_won(bev);
	end();

	begin("the server goes while IPv6 is looked up", "hold 127.0.0.1", "hold ::1");
	fake_release(fake, "held.test", A);
	race_won(bev);
	evdns_base_free(dns, 1);
	settle(base);
	CHECK(race_events == 2);
	bufferevent_free(bev);
	settle(base);

	race_end();
	return t_result();
}
