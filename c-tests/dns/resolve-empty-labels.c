// run: once
// on: ours
// Names with empty labels cannot be asked for. The original makes broken queries of them.
#include "fake.h"

QUERIED(answer)
{
	say_query(q);
	send_address(q, "192.0.2.1");
}

int main(void)
{
	static const char *const names[] = { "a..", "a..b", ".a", ".a.", "..", "a..b." };
	struct fake *server = start(answer);

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		CHECK(!evdns_base_resolve_ipv4(dns, names[i], 0, say_result, (void *)names[i]));
		CHECK(!evdns_base_resolve_ipv6(dns, names[i], DNS_QUERY_NO_SEARCH, say_result, (void *)names[i]));
	}
	turns();
	CHECK(results == 0 && server->count == 0);
	ask("."); /* the root is no such name */
	end(server);
	return t_result();
}
