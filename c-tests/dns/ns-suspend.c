// run: once
// evdns_base_clear_nameservers_and_suspend with requests in flight and waiting: they are asked again from the
// servers that are added, after evdns_base_resume.
#include "fake.h"

static struct query asked[8];
static int number;

QUERIED(keep)
{
	say_query(q);
	asked[number++] = *q;
}

QUERIED(answer)
{
	say_query(q);
	send_address(q, "192.0.2.1");
}

RESOLVED(count_it) { results++; }

int main(void)
{
	struct fake *server = start(keep), *other = fake_new(base, "other", answer);

	set("max-inflight", "1");
	evdns_base_resolve_ipv4(dns, "one.test", 0, say_result, "one");
	evdns_base_resolve_ipv4(dns, "two.test", 0, say_result, "two");
	until(&number, 1);
	SAY("clear: %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	send_address(&asked[0], "192.0.2.66"); /* nobody listens */
	evdns_base_resolve_ipv4(dns, "three.test", 0, say_result, "three");
	turns();
	SAY("results: %d\n", results);
	use(other);
	turns();
	SAY("added: other was asked %d times\n", other->count);
	SAY("resume: %d\n", evdns_base_resume(dns));
	until(&results, 3);

	/* again, without anything in between, and twice */
	server->answer = answer;
	use(server);
	SAY("clear: %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	SAY("clear: %d\n", evdns_base_clear_nameservers_and_suspend(dns));
	SAY("%d servers\n", evdns_base_count_nameservers(dns));
	SAY("resume: %d\n", evdns_base_resume(dns));
	SAY("resume: %d\n", evdns_base_resume(dns));
	use(server);
	ask("four.test");

	/* the same server comes back at once */
	server->answer = keep;
	number = 0;
	evdns_base_resolve_ipv4(dns, "five.test", 0, say_result, "five");
	until(&number, 1);
	evdns_base_clear_nameservers_and_suspend(dns);
	use(server);
	evdns_base_resume(dns);
	until(&number, 2);
	send_address(&asked[1], "192.0.2.1");
	until(&results, 5);

	/* several in flight: all are asked again */
	set("max-inflight", "8");
	number = 0;
	for (int i = 0; i < 3; i++)
		evdns_base_resolve_ipv4(dns, "six.test", 0, count_it, NULL);
	until(&number, 3);
	evdns_base_clear_nameservers_and_suspend(dns);
	use(server);
	evdns_base_resume(dns);
	until(&number, 6);
	for (int i = 3; i < 6; i++)
		send_address(&asked[i], "192.0.2.1");
	until(&results, 8);
	fake_free(other);
	end(server);
	return t_result();
}
