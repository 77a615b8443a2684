// run: once
// Requests that are made while there is no name server: they wait, and go out when one is added, in their order.
#include "fake.h"

QUERIED(answer)
{
	say_query(q);
	send_address(q, "192.0.2.1");
}

int main(void)
{
	struct fake *server;
	struct in_addr in = { 0 };

	base = event_base_new();
	dns = evdns_base_new(base, 0);
	server = fake_new(base, "server", answer);
	CHECK(evdns_base_count_nameservers(dns) == 0);
	SAY("resume: %d\n", evdns_base_resume(dns));
	SAY("clear: %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	SAY("resume: %d\n", evdns_base_resume(dns));
	CHECK(evdns_base_resolve_ipv4(dns, "one.test", 0, say_result, "one") != NULL);
	CHECK(evdns_base_resolve_ipv6(dns, "two.test", 0, say_result, "two") != NULL);
	CHECK(evdns_base_resolve_reverse(dns, &in, 0, say_result, "three") != NULL);
	turns();
	CHECK(results == 0);
	use(server);
	until(&results, 3);
	end(server);
	return t_result();
}
