// run: once
// on: ours
// A server that has no port for us is noticed at once: what it was asked goes to another one, before any timeout. The
// original waits for the timeout. evdns_base_get_nameserver_fd gives a socket of each server.
#include "fake.h"

static int failed;

static void on_log(int severity, const char *text) { failed += strstr(text, "has failed") != NULL; }

QUERIED(answer) { send_address(q, "192.0.2.1"); }

static int expected;

RESOLVED(check)
{
	results++;
	CHECK(result == expected);
}

static void ask_at_once(int n)
{
	int before = results;
	for (int i = 0; i < n; i++)
		evdns_base_resolve_ipv4(dns, "name.test", 0, check, NULL);
	until(&results, before + n);
}

static void try(int at_once)
{
	struct fake *server = start(answer);
	failed = 0;
	use_closed(server);
	for (int i = 0; i < 4; i++)
		ask_at_once(at_once);
	CHECK(server->count == 4 * at_once);
	CHECK(failed == 1);
	end(server);
}

static void fds(void)
{
	struct fake *server = start(answer);
	int first, second;
	use_closed(server);
	first = evdns_base_get_nameserver_fd(dns, 0);
	second = evdns_base_get_nameserver_fd(dns, 1);
	CHECK(first >= 0 && second >= 0 && first != second);
	CHECK(option(first, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM && option(second, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM);
	CHECK(evdns_base_get_nameserver_fd(dns, -1) == first);
	CHECK(evdns_base_get_nameserver_fd(dns, 2) == -1);
	CHECK(evdns_base_get_nameserver_fd(NULL, 0) == -1);
	evdns_base_clear_nameservers_and_suspend(dns);
	CHECK(evdns_base_get_nameserver_fd(dns, 0) == -1);
	end(server);
}

int main(void)
{
	long before = now_ms();
	struct fake *server;
	event_set_log_callback(on_log);
	try(1);
	try(20);
	CHECK(now_ms() - before < 4900); /* the timeout is 5 seconds */
	fds();

	/* where there is no other server the timeout is waited for */
	server = start(answer);
	evdns_base_clear_nameservers_and_suspend(dns);
	use_closed(server);
	set("timeout", "0.05");
	set("attempts", "1");
	before = now_ms();
	expected = DNS_ERR_TIMEOUT;
	ask_at_once(1);
	CHECK(now_ms() - before >= 50 - T_EARLY && server->count == 0);
	end(server);
	return t_result();
}
