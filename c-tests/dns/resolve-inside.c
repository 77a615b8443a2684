// run: once
// Callbacks make new requests, change options and servers; several callbacks come in the order of the answers.
#include "fake.h"

static struct query asked[16];
static int number;

QUERIED(keep)
{
	say_query(q);
	asked[number++] = *q;
}

RESOLVED(ask_more)
{
	static char names[5][10];
	int i = results;
	say_result(result, type, count, ttl, addresses, arg);
	if (i < 5) {
		sprintf(names[i], "more%d", i);
		CHECK(evdns_base_resolve_ipv4(dns, names[i], 0, ask_more, names[i]) != NULL);
		SAY("  made\n");
	}
}

RESOLVED(change)
{
	say_result(result, type, count, ttl, addresses, arg);
	set("max-inflight", "1");
	SAY("clear %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	SAY("resume %d\n", evdns_base_resume(dns));
}

static void order(const int *answers)
{
	static char *const names[] = { "first", "second", "third", "fourth" };
	number = 0;
	results = 0;
	for (int i = 0; i < 4; i++) {
		evdns_base_resolve_ipv4(dns, names[i], 0, say_result, names[i]);
		until(&number, i + 1);
	}
	for (int i = 0; i < 4; i++) {
		send_address(&asked[answers[i]], "192.0.2.1");
		turns();
	}
	until(&results, 4);
}

int main(void)
{
	struct fake *server = start(keep);

	order((int[]){ 0, 1, 2, 3 });
	order((int[]){ 3, 1, 0, 2 });

	number = results = 0;
	evdns_base_resolve_ipv4(dns, "start", 0, ask_more, "start");
	for (int i = 0; i < 6; i++) {
		until(&number, i + 1);
		send_address(&asked[i], "192.0.2.2");
	}
	until(&results, 6);

	number = results = 0;
	evdns_base_resolve_ipv4(dns, "first", 0, change, "first");
	evdns_base_resolve_ipv4(dns, "second", 0, say_result, "second");
	until(&number, 2);
	send_address(&asked[0], "192.0.2.3");
	until(&results, 1);
	SAY("%d servers\n", evdns_base_count_nameservers(dns));
	use(server);
	evdns_base_resume(dns);
	until(&number, 3);
	send_address(&asked[2], "192.0.2.4");
	until(&results, 2);
	end(server);
	return t_result();
}
