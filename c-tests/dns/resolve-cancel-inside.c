// run: once
// A callback cancels other requests: one that is in flight, one that has its answer already; itself it cannot.
#include "fake.h"

static struct query asked[4];
static struct evdns_request *reqs[4];
static int number;

QUERIED(keep) { asked[number++] = *q; }

RESOLVED(cancel_others)
{
	say_result(result, type, count, ttl, addresses, arg);
	for (int i = 1; reqs[i] && !strcmp(arg, "first"); i++) {
		SAY("  cancel\n");
		evdns_cancel_request(dns, reqs[i]);
	}
}

static void try(const char *what, int answered)
{
	static char *const names[] = { "first", "second", "third" };
	struct fake *server = start(keep);
	SAY("--- %s\n", what);
	number = results = 0;
	for (int i = 0; i < 3; i++) {
		reqs[i] = evdns_base_resolve_ipv4(dns, names[i], 0, cancel_others, names[i]);
		until(&number, i + 1);
	}
	for (int i = 0; i < answered; i++)
		send_address(&asked[i], "192.0.2.1");
	until(&results, 3);
	turns();
	SAY("%d callbacks\n", results);
	end(server);
}

int main(void)
{
	try("both in flight", 1);
	try("one is answered", 2);
	try("both are answered", 3);
	return t_result();
}
