// run: once
// on: ours
// Whether a server is up again is asked of that server only, and what others say does not count: neither where it has
// no port for us, nor where it refuses. The original asks another one when it is refused.
#include "fake.h"

static int refuses, probes, failed, up;

static void on_log(int severity, const char *text)
{
	failed += strstr(text, "has failed") != NULL;
	up += strstr(text, "back up") != NULL;
}

QUERIED(answer_first)
{
	probes += strcmp(q->lower, "name.test") != 0;
	if (refuses)
		send_rcode(q, DNS_ERR_REFUSED);
	else
		send_address(q, "192.0.2.1");
}

QUERIED(answer_second)
{
	CHECK(!strcmp(q->lower, "name.test"));
	send_address(q, "192.0.2.1");
}

RESOLVED(check)
{
	results++;
	CHECK(result == DNS_ERR_NONE);
}

static void ask_twice(void)
{
	for (int i = 0; i < 2; i++) {
		evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
		until(&results, results + 1);
	}
}

int main(void)
{
	struct fake *second = start(answer_second), *first;
	event_set_log_callback(on_log);
	set("initial-probe-timeout", "0.02");
	use_closed(second);
	ask_twice();
	CHECK(failed == 1);
	pass(200);
	CHECK(up == 0);
	end(second);

	second = start(answer_second);
	set("initial-probe-timeout", "0.02");
	first = fake_new(base, "first", answer_first);
	use(first);
	refuses = 1;
	failed = 0;
	ask_twice();
	CHECK(failed == 1);
	until(&probes, 2);
	turns();
	CHECK(up == 0);
	refuses = 0;
	until(&up, 1);
	CHECK(probes == 3);
	fake_free(first);
	end(second);
	return t_result();
}
