// run: once
// The resolver is freed in a callback: its own request's, also while others are in flight or have their
// answers already.
#include "fake.h"

static struct query asked[8];
static int number, fail, free_at;

QUERIED(keep) { asked[number++] = *q; }

RESOLVED(free_inside)
{
	say_result(result, type, count, ttl, addresses, arg);
	if (dns && results == free_at) {
		struct evdns_base *old = dns;
		dns = NULL;
		SAY("free\n");
		evdns_base_free(old, fail);
		SAY("freed\n");
	}
}

static void try(const char *what, int requests, int answered)
{
	static char *const names[] = { "first", "second", "third" };
	struct fake *server = start(keep);
	SAY("--- %s, fail %d\n", what, fail);
	results = number = 0;
	for (int i = 0; i < requests; i++) {
		evdns_base_resolve_ipv4(dns, names[i], 0, free_inside, names[i]);
		until(&number, i + 1);
	}
	for (int i = 0; i < answered; i++)
		send_address(&asked[i], "192.0.2.1");
	until(&results, 1);
	turns();
	end(server);
}

int main(void)
{
	for (fail = 0; fail < 2; fail++) {
		free_at = 1;
		try("the only one", 1, 1);
		try("another is in flight", 2, 1);
		try("the others have been answered", 3, 3);
		free_at = 2;
		try("in the second", 3, 2);
	}
	return t_result();
}
