// run: once
// The functions for ids and random bytes have no effect: they are not called, and ids stay hard to guess.
#include "fake.h"

static int calls, ids[64];

static ev_uint16_t one_id(void) { return calls++, 77; }

static void no_bytes(char *buf, size_t n)
{
	calls++;
	memset(buf, 77, n);
}

QUERIED(answer)
{
	ids[(q->number - 1) % 64] = q->id;
	send_address(q, "192.0.2.1");
}

RESOLVED(count_it) { results++; }

int main(void)
{
	struct fake *server = start(answer);
	int same = 0, steps = 0;

	evdns_set_transaction_id_fn(one_id);
	evdns_set_random_bytes_fn(no_bytes);
	for (int i = 0; i < 64; i++) {
		evdns_base_resolve_ipv4(dns, "name.test", 0, count_it, NULL);
		until(&results, i + 1);
	}
	for (int i = 1; i < 64; i++) {
		same += ids[i] == ids[i - 1];
		steps += ids[i] > ids[i - 1];
	}
	CHECK(calls == 0);
	CHECK(same < 4 && steps > 10 && steps < 54); /* chance of failing: 10^-8 */
	evdns_set_transaction_id_fn(NULL);
	evdns_set_random_bytes_fn(NULL);
	evdns_base_resolve_ipv4(dns, "name.test", 0, count_it, NULL);
	until(&results, 65);
	SAY("%d\n", results);
	end(server);
	return t_result();
}
