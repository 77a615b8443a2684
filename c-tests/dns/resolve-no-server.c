// run: once
// Requests that are made while there is no name server: they wait until one has been added and evdns_base_resume is
// called, or another request made.
#include "fake.h"

QUERIED(answer)
{
	say_query(q);
	send_address(q, "192.0.2.1");
}

static void try(int resume)
{
	struct in_addr in = { 0 };
	struct fake *server;

	base = event_base_new();
	dns = evdns_base_new(base, 0);
	server = fake_new(base, "server", answer);
	CHECK(evdns_base_count_nameservers(dns) == 0);
	SAY("clear: %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	SAY("resume: %d\n", evdns_base_resume(dns));
	CHECK(evdns_base_resolve_ipv4(dns, "one.test", 0, say_result, "one") != NULL);
	CHECK(evdns_base_resolve_ipv6(dns, "two.test", 0, say_result, "two") != NULL);
	CHECK(evdns_base_resolve_reverse(dns, &in, 0, say_result, "three") != NULL);
	turns();
	CHECK(results == 0);
	use(server);
	turns();
	SAY("added: asked %d times\n", server->count);
	if (resume)
		SAY("resume: %d\n", evdns_base_resume(dns));
	else
		evdns_base_resolve_ipv4(dns, "four.test", 0, say_result, "four");
	turns();
	SAY("asked %d times\n", server->count);
	end(server);
}

int main(void)
{
	try(1);
	results = 0;
	try(0);
	return t_result();
}
