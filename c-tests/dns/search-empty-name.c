// run: once
// The empty name with a search list, where the byte before the text cannot be read (CVE-2016-10197: whether a name ends
// with a dot was looked up before its start).
#include "fake.h"
#include <sys/mman.h>

QUERIED(unknown)
{
	SAY("  asked for '%s'\n", q->lower);
	send_rcode(q, DNS_ERR_NOTEXIST);
}

static void look_up(const char *name, int flags)
{
	int before = results;
	SAY("flags %d\n", flags);
	if (evdns_base_resolve_ipv4(dns, name, flags, say_result, "  end"))
		until(&results, before + 1);
	else
		SAY("  refused\n");
	turns();
}

int main(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *empty = pages + page;
	struct fake *server = start(unknown);

	mprotect(pages, page, PROT_NONE);
	set("randomize-case", "0");
	evdns_base_search_add(dns, "one.test");
	evdns_base_search_add(dns, "two.test");
	for (int ndots = 0; ndots < 3; ndots++) {
		evdns_base_search_ndots_set(dns, ndots);
		SAY("ndots %d\n", ndots);
		look_up(empty, 0);
		look_up(empty, DNS_QUERY_NO_SEARCH);
	}
	evdns_base_search_add(dns, empty);
	look_up("a", 0);
	end(server);
	munmap(pages, 2 * page);
	return t_result();
}
