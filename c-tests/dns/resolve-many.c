// run: once
// Answers with many addresses.
#include "fake.h"

static int amount;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	for (int i = 0; i < amount; i++) {
		put_owner(&m, ANSWER, NULL, q->type, IN, 1000 - i, q->type == T_A ? 4 : 16);
		for (int k = 0; k < (q->type == T_A ? 4 : 16); k++)
			put8(&m, i);
	}
	send_to(q, m);
}

RESOLVED(counted)
{
	int size = type == DNS_IPv4_A ? 4 : 16;
	results++;
	SAY("of %d: %s, type %d, count %d, ttl %d\n", amount, dns_error(result), type, count, ttl);
	for (int i = 0; i < count * size; i++)
		CHECK(((unsigned char *)addresses)[i] == i / size);
}

int main(void)
{
	static const int amounts[] = { 2, 31, 32 };
	struct fake *server = start(answer);

	for (int i = 0; i < 3; i++) {
		amount = amounts[i];
		evdns_base_resolve_ipv4(dns, "many.test", 0, counted, NULL);
		until(&results, results + 1);
		evdns_base_resolve_ipv6(dns, "many.test", 0, counted, NULL);
		until(&results, results + 1);
	}
	end(server);
	return t_result();
}
