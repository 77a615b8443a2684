// run: once
// max-timeouts: after more of them than that a server is down, though the request goes on; an answer starts the
// count anew. A request that has no attempt left makes its server be down in any case.
#include "fake.h"

static int ignored, silent, failed;

QUERIED(answer)
{
	if (strcmp(q->lower, "name.test"))
		return;
	if (silent-- <= 0) {
		silent = ignored;
		send_address(q, "192.0.2.1");
	}
}

static void on_log(int severity, const char *text) { failed += strstr(text, "has failed") != NULL; }

RESOLVED(count_it)
{
	results++;
	SAY(" %s", dns_error(result));
}

static void try(const char *max, const char *attempts, int times)
{
	struct fake *server = start(answer);
	SAY("max-timeouts %s, attempts %s, %d queries are ignored:", max, attempts, times);
	set("timeout", "0.06");
	set("max-timeouts", max);
	set("attempts", attempts);
	silent = ignored = times;
	failed = 0;
	for (int i = 0; i < 2; i++) {
		evdns_base_resolve_ipv4(dns, "name.test", 0, count_it, NULL);
		until(&results, results + 1);
	}
	SAY(", asked %d times, failed %d times\n", server->count, failed);
	end(server);
}

int main(void)
{
	event_set_log_callback(on_log);
	try("1", "20", 1);
	try("1", "20", 2);
	try("2", "20", 2);
	try("2", "20", 3);
	try("2", "20", 4);
	try("100", "3", 3);
	try("100", "1", 1);
	return t_result();
}
