// run: once
// Which of several servers is asked: one after the other, and servers that are added meanwhile.
#include "fake.h"

QUERIED(answer)
{
	SAY(" %s", q->server->label);
	send_address(q, "192.0.2.1");
}

RESOLVED(quiet) { results++; }

static void requests(int n)
{
	for (int i = 0; i < n; i++) {
		evdns_base_resolve_ipv4(dns, "name.test", 0, quiet, NULL);
		until(&results, results + 1);
	}
	SAY("\n");
}

int main(void)
{
	static const char *const labels[] = { "first", "second", "third", "fourth" };
	struct fake *servers[4];

	base = event_base_new();
	dns = evdns_base_new(base, 0);
	for (int i = 0; i < 4; i++) {
		servers[i] = fake_new(base, labels[i], answer);
		use(servers[i]);
		SAY("%d:", i + 1);
		requests(i == 3 ? 9 : 3);
	}
	SAY("anew:");
	evdns_base_clear_nameservers_and_suspend(dns);
	for (int i = 0; i < 4; i++)
		use(servers[i]);
	evdns_base_resume(dns);
	requests(9);
	evdns_base_free(dns, 0);
	for (int i = 0; i < 4; i++)
		fake_free(servers[i]);
	event_base_free(base);
	return t_result();
}
