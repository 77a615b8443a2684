// run: once
// Domains of the search list: with dots before or after, empty, twice, too long; and changed during a search.
#include "fake.h"

static void (*during)(void);

QUERIED(unknown)
{
	SAY("  %.60s%s\n", q->lower, strlen(q->lower) > 60 ? "..." : "");
	if (during)
		during();
	during = NULL;
	send_rcode(q, DNS_ERR_NOTEXIST);
}

static void search(const char *name)
{
	struct evdns_request *req = evdns_base_resolve_ipv4(dns, name, 0, say_result, "  end");
	if (req)
		until(&results, results + 1);
	else
		SAY("  NULL\n");
}

static void with(const char *domain)
{
	SAY("%.60s, %zu bytes\n", domain, strlen(domain));
	evdns_base_search_clear(dns);
	evdns_base_search_add(dns, domain);
	search("a");
}

static void clear(void)
{
	SAY("  (clear)\n");
	evdns_base_search_clear(dns);
}

static void add(void)
{
	SAY("  (add)\n");
	evdns_base_search_add(dns, "added.test");
	evdns_base_search_ndots_set(dns, 9);
}

static void clear_and_add(void)
{
	clear();
	add();
}

static char *name_of(int n)
{
	static char text[600];
	for (int i = 0; i < n; i++)
		text[i] = i % 50 == 49 ? '.' : 'a' + i % 26;
	text[n] = 0;
	return text;
}

int main(void)
{
	struct fake *server = start(unknown);

	with("test");
	with(".test");
	with("..test");
	with("Some.Test");
	evdns_base_search_add(dns, "some.test");
	evdns_base_search_add(dns, "some.test");
	SAY("twice\n");
	search("b");
	with(name_of(200));
	with(name_of(251));
	for (int i = 0; i < 3; i++) {
		evdns_base_search_clear(dns);
		evdns_base_search_add(dns, "one.test");
		evdns_base_search_add(dns, "two.test");
		SAY("changed during a search: %d\n", i);
		during = i == 0 ? clear : i == 1 ? add : clear_and_add;
		search("a");
		SAY(" and then\n");
		search("a");
	}
	SAY("many\n");
	for (int i = 0; i < 20; i++) {
		char domain[20];
		sprintf(domain, "d%d.test", i);
		evdns_base_search_add(dns, domain);
	}
	search("a");
	end(server);
	return t_result();
}
