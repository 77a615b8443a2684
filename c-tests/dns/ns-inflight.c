// run: once
// max-inflight: so many are asked at once, the others wait for their end, in their order.
#include "fake.h"

static struct query asked[32];
static int number;

QUERIED(keep)
{
	SAY("  asked %s\n", q->lower);
	asked[number++] = *q;
}

static char names[12][10];

static void run(const char *limit)
{
	struct fake *server = start(keep);
	SAY("max-inflight %s\n", limit);
	set("max-inflight", limit);
	number = results = 0;
	for (int i = 0; i < 6; i++)
		evdns_base_resolve_ipv4(dns, names[i], 0, say_result, names[i]);
	turns();
	for (int i = 0; i < 6; i++) {
		until(&number, i + 1);
		send_address(&asked[i], "192.0.2.1");
		until(&results, i + 1);
	}
	end(server);
}

int main(void)
{
	struct fake *server;
	for (int i = 0; i < 12; i++)
		sprintf(names[i], "n%d", i);
	run("1");
	run("2");
	run("6");
	run("0");
	run("-3");

	/* changed while requests wait; the last ones end first; errors end requests as well */
	server = start(keep);
	SAY("changed\n");
	set("max-inflight", "1");
	number = results = 0;
	for (int i = 0; i < 4; i++)
		evdns_base_resolve_ipv4(dns, names[i], 0, say_result, names[i]);
	turns();
	set("max-inflight", "3");
	turns();
	SAY("asked %d\n", number);
	send_rcode(&asked[0], DNS_ERR_NOTEXIST);
	turns();
	SAY("asked %d\n", number);
	for (int i = number - 1; i > 0; i--) {
		send_address(&asked[i], "192.0.2.1");
		turns();
	}
	for (int i = results; i < 4; i++) {
		until(&number, i + 1);
		send_address(&asked[i], "192.0.2.1");
		until(&results, i + 1);
	}
	set("max-inflight", "1");
	number = results = 0;
	for (int i = 0; i < 12; i++)
		evdns_base_resolve_ipv4(dns, names[i], i % 2 ? DNS_QUERY_NO_SEARCH : 0, say_result, names[i]);
	for (int i = 0; i < 12; i++) {
		until(&number, i + 1);
		CHECK(number == i + 1);
		send_address(&asked[i], "192.0.2.2");
		until(&results, i + 1);
	}
	end(server);
	return t_result();
}
