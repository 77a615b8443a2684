// run: once
// on: ours
// An answer's addresses are all given, where the original stops at 32; a ttl with the top bit set counts as 0.
#include "fake.h"

static int amount;
static long ttls[2] = { 300, 300 }; /* of all but the last, of the last */

QUERIED(answer)
{
	int size = q->type == T_A ? 4 : 16;
	struct message m = answer_to(q, 0);
	for (int i = 0; i < amount; i++) {
		put_owner(&m, ANSWER, NULL, q->type, IN, ttls[i == amount - 1], size);
		for (int k = 0; k < size; k++)
			put8(&m, i + k);
	}
	send_to(q, m);
}

static int ttl_given;

RESOLVED(check)
{
	int size = type == DNS_IPv4_A ? 4 : 16;
	results++;
	CHECK(result == DNS_ERR_NONE && count == amount);
	for (int i = 0; i < count * size; i++)
		CHECK(((unsigned char *)addresses)[i] == (i / size + i % size) % 256);
	ttl_given = ttl;
}

static void try(int n)
{
	amount = n;
	evdns_base_resolve_ipv4(dns, "many.test", 0, check, NULL);
	until(&results, results + 1);
	if (n > 120)
		return; /* would not fit in 4096 bytes */
	evdns_base_resolve_ipv6(dns, "many.test", 0, check, NULL);
	until(&results, results + 1);
}

int main(void)
{
	static const int amounts[] = { 33, 40, 64, 120, 250 };
	struct fake *server = start(answer);

	for (int i = 0; i < 5; i++)
		try(amounts[i]);
	CHECK(ttl_given == 300);
	ttls[1] = 0x80000000;
	try(1);
	CHECK(ttl_given == 0);
	ttls[1] = 0xffffffff;
	try(2);
	CHECK(ttl_given == 0);
	end(server);
	return t_result();
}
