// run: once
// evdns_base_free with requests in every state: which are told of the end, with what, and when.
#include "fake.h"

static struct query asked;

QUERIED(keep) { asked = *q; }

RESOLVED(say)
{
	SAY("    %s\n", (char *)arg);
	say_result(result, type, count, ttl, addresses, "      result");
}

static void free_it(int fail)
{
	SAY("    free\n");
	evdns_base_free(dns, fail);
	dns = NULL;
	SAY("    freed\n");
	turns();
}

static void idle(struct fake *server) {}

static void just_made(struct fake *server)
{
	CHECK(evdns_base_resolve_ipv4(dns, "just-made.test", 0, say, "just made") != NULL);
}

static void in_flight(struct fake *server)
{
	just_made(server);
	until(&server->count, 1);
}

static void waiting(struct fake *server)
{
	set("max-inflight", "1");
	in_flight(server);
	for (int i = 0; i < 2; i++)
		CHECK(evdns_base_resolve_ipv4(dns, "waiting.test", 0, say, i ? "waiting 2" : "waiting 1") != NULL);
	evdns_base_resolve_ipv6(dns, "waiting.test", 0, say, "waiting 3");
}

static void answered(struct fake *server)
{
	in_flight(server);
	send_address(&asked, "192.0.2.1"); /* it is in the socket */
}

static void no_server(struct fake *server)
{
	evdns_base_clear_nameservers_and_suspend(dns);
	just_made(server);
}

static void with_search(struct fake *server)
{
	evdns_base_search_add(dns, "search.test");
	in_flight(server);
}

static void try(const char *what, void (*prepare)(struct fake *))
{
	for (int fail = 0; fail < 2; fail++) {
		struct fake *server = start(keep);
		SAY("%s, fail %d\n", what, fail);
		prepare(server);
		free_it(fail);
		end(server);
	}
}

int main(void)
{
	try("idle", idle);
	try("just made", just_made);
	try("in flight", in_flight);
	try("waiting", waiting);
	try("answered", answered);
	try("no server", no_server);
	try("with search", with_search);
	return t_result();
}
