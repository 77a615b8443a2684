// run: once
// on: ours
// Questions come from ports, and have ids, that are hard to guess: 20 one after the other, and 20 at once. The original
// asks from one port, so that only the id is hard to guess.
#include "fake.h"

static struct query asked[20];
static int hold;

QUERIED(answer)
{
	asked[(q->number - 1) % 20] = *q;
	if (!hold)
		send_address(q, "192.0.2.1");
}

RESOLVED(check)
{
	results++;
	CHECK(result == DNS_ERR_NONE && count == 1);
}

/* How many different ports, or ids, there are. */
static int different(int ports)
{
	int n = 0;
	for (int i = 0; i < 20; i++) {
		int k = 0;
		while (k < i && (ports ? asked[k].from.sin_port != asked[i].from.sin_port : asked[k].id != asked[i].id))
			k++;
		n += k == i;
	}
	return n;
}

int main(void)
{
	struct fake *server = start(answer);
	int steps = 0;

	for (int i = 0; i < 20; i++) {
		evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
		until(&results, i + 1);
	}
	/* chance of failing: less than 10^-7 */
	CHECK(different(1) > 12);
	CHECK(different(0) > 15);
	for (int i = 1; i < 20; i++)
		steps += ntohs(asked[i].from.sin_port) > ntohs(asked[i - 1].from.sin_port);
	CHECK(steps > 2 && steps < 17);

	hold = 1;
	for (int i = 0; i < 20; i++)
		evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
	until(&server->count, 40);
	CHECK(different(1) >= 2);
	CHECK(different(0) > 15);
	for (int i = 0; i < 20; i++)
		send_address(&asked[i], "192.0.2.1");
	until(&results, 40);
	end(server);
	return t_result();
}
