// run: once
// A server that says nothing: how often it is asked for a request with each number of attempts, and the end of it.
// Each time the query has the same name and type, whatever its id.
#include "fake.h"

QUERIED(silent) { CHECK(!strcmp(q->lower, "silent.test") && q->type == T_A); }

static void on_log(int severity, const char *text) {}

static void try(const char *attempts, const char *max_timeouts)
{
	struct fake *server = start(silent);
	long before = now_ms();
	SAY("attempts %s, max-timeouts %s\n", attempts, max_timeouts);
	set("timeout", "0.04");
	set("attempts", attempts);
	set("max-timeouts", max_timeouts);
	evdns_base_resolve_ipv4(dns, "silent.test", 0, say_result, "  result");
	until(&results, results + 1);
	CHECK(now_ms() - before >= 40 * server->count - T_EARLY);
	SAY("  asked %d times\n", server->count);
	turns();
	end(server);
}

int main(void)
{
	event_set_log_callback(on_log);
	try("1", "100");
	try("2", "100");
	try("3", "100");
	try("5", "100");
	try("3", "1");
	try("3", "2");
	try("1", "1");
	return t_result();
}
