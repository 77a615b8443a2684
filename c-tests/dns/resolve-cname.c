// run: once
// on: ours
// DNS_CNAME_CALLBACK: after the call with the addresses comes one with the canonical name, if there is one. The flag is
// new in libevent 2.2.
#include "fake.h"

static int way;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	if (way == 1 || way == 2)
		put_target(&m, ANSWER, NULL, T_CNAME, 10, "Real.Test");
	if (way == 2) {
		put_target(&m, ANSWER, "Real.Test", T_CNAME, 5, "");
		put_target(&m, ANSWER, "Real.Test", T_CNAME, 5, "last.test");
	}
	if (way == 3) { /* a name that points to itself */
		put_owner(&m, ANSWER, NULL, T_CNAME, IN, 10, 2);
		put16(&m, 0xc000 | m.len);
	}
	if (way != 4)
		put_address(&m, "Real.Test", 20, q->type == T_A ? "192.0.2.1" : "2001:db8::1");
	send_to(q, m);
}

static int types[2], last_ttl;
static char name[40];

RESOLVED(keep)
{
	if (!CHECK(results < 2))
		return;
	types[results++] = type;
	CHECK(result == (way == 4 ? DNS_ERR_NODATA : DNS_ERR_NONE) && count == (way != 4));
	last_ttl = ttl;
	if (type == DNS_CNAME)
		strncpy(name, addresses, sizeof(name) - 1);
}

/* How many calls there are. */
static int calls(int n, int flags, int six)
{
	way = n;
	results = 0;
	memset(name, 0, sizeof(name));
	if (six)
		evdns_base_resolve_ipv6(dns, "name.test", flags, keep, NULL);
	else
		evdns_base_resolve_ipv4(dns, "name.test", flags, keep, NULL);
	until(&results, 1);
	turns();
	return results;
}

int main(void)
{
	struct fake *server = start(answer);

	CHECK(calls(0, DNS_CNAME_CALLBACK, 0) == 1 && types[0] == DNS_IPv4_A);
	CHECK(calls(1, 0, 0) == 1 && types[0] == DNS_IPv4_A);
	CHECK(calls(1, DNS_CNAME_CALLBACK, 0) == 2 && types[0] == DNS_IPv4_A && types[1] == DNS_CNAME);
	CHECK(!strcmp(name, "Real.Test") && last_ttl == 20);
	CHECK(calls(1, DNS_CNAME_CALLBACK, 1) == 2 && types[0] == DNS_IPv6_AAAA && types[1] == DNS_CNAME);
	CHECK(!strcmp(name, "Real.Test"));
	CHECK(calls(2, DNS_CNAME_CALLBACK, 0) == 2 && !strcmp(name, "Real.Test"));
	CHECK(calls(3, DNS_CNAME_CALLBACK, 0) == 1 && types[0] == DNS_IPv4_A);
	CHECK(calls(4, DNS_CNAME_CALLBACK, 0) == 1 && types[0] == 0);
	end(server);
	return t_result();
}
