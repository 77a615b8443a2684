// run: once
// The calls without a base. A request or a server makes a global one, which is for the base of event_init.
#include "fake.h"
#include <event2/dns_compat.h>
#include <event2/event_compat.h>

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	say_query(q);
	if (q->type == T_PTR)
		put_target(&m, ANSWER, NULL, T_PTR, 30, "host.test");
	else if (!strcmp(q->lower, "unknown") || strstr(q->lower, "unknown."))
		set16(&m, 2, QR | DNS_ERR_NOTEXIST);
	else
		put_address(&m, NULL, 60, q->type == T_A ? "192.0.2.1" : "2001:db8::1");
	send_to(q, m);
}

static void wait_for(int result)
{
	SAY("  returned %d\n", result);
	if (result == 0)
		until(&results, results + 1);
}

static void add(struct fake *server)
{
	char text[40];
	sprintf(text, "127.0.0.1:%d", port_of(server->fd));
	SAY("add: %d", evdns_nameserver_ip_add(text));
	SAY(", %d servers\n", evdns_count_nameservers());
}

int main(void)
{
	struct in_addr in;
	struct in6_addr in6 = in6addr_loopback;
	struct fake *server;

	CHECK(evdns_get_global_base() == NULL);
	in.s_addr = htonl(INADDR_LOOPBACK);
	base = event_init();
	CHECK(evdns_get_global_base() == NULL);
	server = fake_new(base, "server", answer);
	add(server);
	CHECK(evdns_get_global_base() != NULL);
	SAY("127.0.0.1: %d", evdns_nameserver_add(in.s_addr));
	SAY(", again: %d", evdns_nameserver_ip_add("127.0.0.1"));
	SAY(", %d servers\n", evdns_count_nameservers());
	SAY("clear: %d", evdns_clear_nameservers_and_suspend());
	SAY(", %d servers\n", evdns_count_nameservers());
	add(server);
	SAY("resume: %d\n", evdns_resume());
	CHECK(evdns_base_count_nameservers(evdns_get_global_base()) == 1);

	wait_for(evdns_resolve_ipv4("name.test", 0, say_result, "IPv4"));
	wait_for(evdns_resolve_ipv6("name.test", 0, say_result, "IPv6"));
	wait_for(evdns_resolve_reverse(&in, 0, say_result, "reverse"));
	wait_for(evdns_resolve_reverse_ipv6(&in6, 0, say_result, "reverse IPv6"));
	evdns_search_add("one.test");
	evdns_search_add("two.test");
	wait_for(evdns_resolve_ipv4("unknown", 0, say_result, "search"));
	wait_for(evdns_resolve_ipv4("unknown", DNS_QUERY_NO_SEARCH, say_result, "no search"));
	evdns_search_ndots_set(2);
	wait_for(evdns_resolve_ipv4("unknown.x", 0, say_result, "ndots 2"));
	evdns_search_clear();
	wait_for(evdns_resolve_ipv4("unknown", 0, say_result, "cleared"));
	SAY("ndots 3: %d", evdns_set_option("ndots", "3", 0));
	SAY(", with other flags: %d", evdns_set_option("ndots:", "3", DNS_OPTION_SEARCH));
	SAY(", bad: %d", evdns_set_option("ndots", "x", DNS_OPTIONS_ALL));
	SAY(", unknown: %d\n", evdns_set_option("nothing", "x", DNS_OPTIONS_ALL));
	wait_for(evdns_resolve_ipv4("1234567890123456789012345678901234567890123456789012345678901234", 0,
	    say_result, "too long"));

	evdns_shutdown(0);
	CHECK(evdns_get_global_base() == NULL);
	evdns_shutdown(1);
	fake_free(server);
	event_base_free(base);
	return t_result();
}
