// run: once
// Which names are asked for, in which order: search domains, ndots, trailing dots, DNS_QUERY_NO_SEARCH. The server
// knows no name.
#include "fake.h"

QUERIED(unknown)
{
	SAY("  %s\n", q->lower);
	send_rcode(q, DNS_ERR_NOTEXIST);
}

static void search(const char *name, int flags)
{
	SAY("%s, flags %d\n", name, flags);
	CHECK(evdns_base_resolve_ipv4(dns, name, flags, say_result, "  end") != NULL);
	until(&results, results + 1);
}

static void names(const char *what)
{
	static const char *const all[] = { "a", "a.b", "a.b.c", "a.b.c.d", "a.", "a.b.", "a.b.c." };
	SAY("--- %s\n", what);
	for (int i = 0; i < 7; i++)
		search(all[i], 0);
}

int main(void)
{
	struct fake *server = start(unknown);

	set("randomize-case", "0");
	names("no domains");
	evdns_base_search_add(dns, "one.test");
	evdns_base_search_add(dns, "two.test");
	evdns_base_search_add(dns, "three.test");
	names("three domains, the usual ndots");
	search("a", DNS_QUERY_NO_SEARCH);
	search("a.b", DNS_QUERY_NO_SEARCH);
	search("a.", DNS_QUERY_NO_SEARCH);
	search("a", 8);
	search("a", 0xff00);
	evdns_base_search_ndots_set(dns, 2);
	names("ndots 2");
	evdns_base_search_ndots_set(dns, 0);
	names("ndots 0");
	evdns_base_search_ndots_set(dns, -1);
	search("a", 0);
	evdns_base_search_ndots_set(dns, 1000);
	search("a.b.c.d", 0);
	evdns_base_search_clear(dns);
	names("cleared");
	evdns_base_search_add(dns, "four.test");
	names("one again: what has become of ndots");
	evdns_base_search_ndots_set(dns, 2);
	evdns_base_search_clear(dns);
	evdns_base_search_clear(dns);
	evdns_base_search_add(dns, "five.test");
	search("a.b", 0);
	end(server);
	return t_result();
}
