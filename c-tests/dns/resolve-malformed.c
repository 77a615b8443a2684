// run: once
// on: ours
// Messages that are cut off, anywhere in a section that is read, are errors, and so are those with a broken SOA record.
// The original takes some for answers that say that there is nothing.
#include "fake.h"

static int cut, len, rcode;
static void (*fill)(struct message *m);

QUERIED(answer)
{
	struct message m = answer_to(q, rcode);
	int start = m.len;
	fill(&m);
	len = m.len - start;
	m.len = start + cut;
	send_to(q, m);
}

/* Nothing of what is asked for: an alias, how long that holds, and an address of the server. */
static void nothing(struct message *m)
{
	put_target(m, ANSWER, NULL, T_CNAME, 10, "real.test");
	put_soa(m, "test", 70, 60);
	put_owner(m, ADDITIONAL, "ns.test", T_A, IN, 2, 4);
	put(m, "\1\2\3\4", 4);
}

static void long_data(struct message *m)
{
	put_owner(m, ANSWER, NULL, T_TXT, IN, 5, 400);
	put(m, "txt", 3);
}

static void short_soa(struct message *m)
{
	put_owner(m, AUTHORITY, "test", T_SOA, IN, 5, 24);
	put(m, "\1a\0\1b\0\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0", 24);
}

static void long_soa(struct message *m)
{
	put_soa(m, "test", 5, 5);
	set16(m, m->len - 43, get16(m, m->len - 43) + 1);
	put8(m, 0);
}

static int last, last_ttl;

RESOLVED(keep)
{
	results++;
	last = result;
	last_ttl = ttl;
	CHECK(count == 0 && addresses == NULL);
}

static void try(void)
{
	evdns_base_resolve_ipv4(dns, "cut.test", 0, keep, NULL);
	until(&results, results + 1);
}

int main(void)
{
	static void (*const broken[])(struct message *) = { long_data, short_soa, long_soa };
	struct fake *server = start(answer);

	for (int i = 0; i < 2; i++) {
		int whole = i ? DNS_ERR_NOTEXIST : DNS_ERR_NODATA;
		rcode = i ? DNS_ERR_NOTEXIST : 0;
		fill = nothing;
		cut = 0;
		do {
			try();
			CHECK(last == (cut < len ? DNS_ERR_UNKNOWN : whole));
		} while (++cut <= len);
		CHECK(last_ttl == 60);
		for (int k = 0; k < 3; k++) {
			fill = broken[k];
			cut = 0;
			try();
			cut = len;
			try();
			CHECK(last == DNS_ERR_UNKNOWN);
		}
	}
	end(server);
	return t_result();
}
