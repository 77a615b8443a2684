// run: once
// Names of addresses: how they are asked for, and PTR answers.
#include "fake.h"

static int way;

QUERIED(answer)
{
	struct message m = answer_to(q, 0);
	say_query(q);
	switch (way) {
	case 0:
		put_target(&m, ANSWER, NULL, T_PTR, 30, "host.test");
		break;
	case 1:
		put_target(&m, ANSWER, NULL, T_PTR, 30, "one.test");
		put_target(&m, ANSWER, NULL, T_PTR, 20, "two.test");
		break;
	case 2: /* an alias, as in the delegation of less than 256 addresses */
		put_target(&m, ANSWER, NULL, T_CNAME, 5, "4.0-63.3.2.1.in-addr.arpa");
		put_target(&m, ANSWER, "4.0-63.3.2.1.in-addr.arpa", T_PTR, 30, "Host.Test");
		break;
	case 3: /* a name that ends within the question */
		put_owner(&m, ANSWER, NULL, T_PTR, IN, 9, 7);
		put(&m, "\4host\xc0\x0c", 7);
		break;
	case 4: /* the root */
		put_target(&m, ANSWER, NULL, T_PTR, 30, "");
		break;
	case 5:
		put_address(&m, NULL, 30, "192.0.2.1");
		break;
	case 6: /* a name that is longer than its record says, but well within the packet */
		put_owner(&m, ANSWER, NULL, T_PTR, IN, 9, 3);
		put(&m, "\4host\4test\0", 11);
		break;
	case 7: /* a name that is shorter */
		put_owner(&m, ANSWER, NULL, T_PTR, IN, 9, 14);
		put(&m, "\4host\4test\0xyz", 14);
		break;
	case 8: /* bytes that are in no host's name */
		put_owner(&m, ANSWER, NULL, T_PTR, IN, 9, 7);
		put(&m, "\5ab\200 c\0", 7);
		break;
	}
	send_to(q, m);
}

static void ask4(const char *text)
{
	struct in_addr in;
	CHECK(inet_pton(AF_INET, text, &in) == 1);
	CHECK(evdns_base_resolve_reverse(dns, &in, 0, say_result, (void *)text) != NULL);
	until(&results, results + 1);
}

static void ask6(const char *text)
{
	struct in6_addr in6;
	CHECK(inet_pton(AF_INET6, text, &in6) == 1);
	CHECK(evdns_base_resolve_reverse_ipv6(dns, &in6, 0, say_result, (void *)text) != NULL);
	until(&results, results + 1);
}

int main(void)
{
	struct fake *server = start(answer);

	set("randomize-case", "0");
	ask4("1.2.3.4");
	ask4("0.0.0.0");
	ask4("255.100.10.0");
	ask6("2001:db8:1234:5678:9abc:def0::1");
	ask6("::");
	ask6("::ffff:1.2.3.4");
	for (way = 1; way <= 8; way++) {
		SAY("%d: ", way);
		ask4("1.2.3.4");
	}
	/* search lists and the number of dots are not for these names */
	evdns_base_search_add(dns, "search.test");
	evdns_base_search_ndots_set(dns, 50);
	way = 0;
	ask4("1.2.3.4");
	ask6("::1");
	end(server);
	return t_result();
}
