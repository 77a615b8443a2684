// run: once
// A good answer that ends at each of its bytes after the question: which ends are errors, and which.
#include "fake.h"

static int cut, first, len, answer_at[4];

/* An alias, two addresses and a server. */
QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	answer_at[0] = m.len;
	put_target(&m, ANSWER, NULL, T_CNAME, 10, "real.test");
	answer_at[1] = m.len;
	put_address(&m, "real.test", 9, "192.0.2.1");
	answer_at[2] = m.len;
	put_address(&m, "real.test", 8, "192.0.2.2");
	answer_at[3] = m.len;
	put_target(&m, AUTHORITY, "test", T_NS, 3, "ns.test");
	len = m.len;
	if (!cut)
		cut = first = answer_at[0];
	m.len = cut;
	send_to(q, m);
}

static char now[80], before[80];

RESOLVED(compare)
{
	results++;
	sprintf(now, "%s, count %d, ttl %d", dns_error(result), count, ttl);
}

static const char *place(int at)
{
	static const char *const names[] = { "alias", "1st address", "2nd address", "authority" };
	int i = 0;
	while (i < 3 && at >= answer_at[i + 1])
		i++;
	return names[i];
}

int main(void)
{
	struct fake *server = start(answer);

	do {
		evdns_base_resolve_ipv4(dns, "cut.test", 0, compare, NULL);
		until(&results, results + 1);
		if (strcmp(now, before))
			SAY("from byte %d, %s: %s\n", cut - first, place(cut), now);
		strcpy(before, now);
	} while (++cut <= len);
	SAY("all %d bytes: %s\n", len - first, now);
	CHECK(server->count == len - first + 1);
	end(server);
	return t_result();
}
