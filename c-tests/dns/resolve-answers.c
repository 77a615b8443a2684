// run: once
// What callbacks get of good answers: type, number, the least ttl of the records, and the addresses.
#include "fake.h"

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	say_query(q);
	if (!strcmp(q->lower, "one.test")) {
		put_address(&m, NULL, 300, "192.0.2.1");
	} else if (!strcmp(q->lower, "ttls.test")) {
		put_address(&m, NULL, 300, "192.0.2.1");
		put_address(&m, NULL, 20, "192.0.2.2");
		put_address(&m, NULL, 77, "192.0.2.1");
	} else if (!strcmp(q->lower, "zero.test")) {
		put_address(&m, NULL, 0, "192.0.2.1");
	} else if (!strcmp(q->lower, "long.test")) {
		put_address(&m, NULL, 0x7fffffff, "192.0.2.1");
	} else if (!strcmp(q->lower, "six.test")) {
		put_address(&m, NULL, 5, "2001:db8::1");
		put_address(&m, NULL, 4, "::ffff:1.2.3.4");
	} else if (!strcmp(q->lower, "alias.test")) {
		put_target(&m, ANSWER, NULL, T_CNAME, 10, "real.test");
		put_address(&m, "real.test", 100, "192.0.2.3");
		put_address(&m, "real.test", 200, "192.0.2.4");
	} else if (!strcmp(q->lower, "alias-only.test")) {
		put_target(&m, ANSWER, NULL, T_CNAME, 10, "real.test");
	} else if (!strcmp(q->lower, "alias-last.test")) {
		put_address(&m, "real.test", 100, "192.0.2.3");
		put_target(&m, ANSWER, NULL, T_CNAME, 10, "real.test");
	} else if (!strcmp(q->lower, "owner.test")) {
		put_address(&m, "other.test", 100, "192.0.2.5");
		put_address(&m, NULL, 200, "192.0.2.6");
	} else if (!strcmp(q->lower, "additional.test")) {
		put_address(&m, NULL, 100, "192.0.2.7");
		put_target(&m, AUTHORITY, "test", T_NS, 3, "ns.test");
		put_owner(&m, ADDITIONAL, "ns.test", T_A, IN, 2, 4);
		put(&m, "\1\2\3\4", 4);
	}
	send_to(q, m);
}

int main(void)
{
	static const char *const names[] = { "one.test", "ttls.test", "zero.test", "long.test", "alias.test",
		"alias-only.test", "alias-last.test", "owner.test", "additional.test" };
	struct fake *server = start(answer);

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		ask(names[i]);
	evdns_base_resolve_ipv6(dns, "six.test", 0, say_result, "six.test");
	until(&results, results + 1);
	evdns_base_resolve_ipv6(dns, "one.test", 0, say_result, "one.test for IPv6");
	until(&results, results + 1);
	ask("six.test");
	end(server);
	return t_result();
}
