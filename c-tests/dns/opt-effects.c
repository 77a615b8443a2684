// run: once
// What options do: bind-to, ndots, attempts at its ends, the size of sockets' buffers, options without a value.
#include "fake.h"

static int silent;

QUERIED(answer)
{
	char text[20];
	SAY("  %s is asked %s by %s\n", q->server->label, strcmp(q->lower, q->name) ? "(in mixed case)" : q->name,
	    inet_ntop(AF_INET, &q->from.sin_addr, text, sizeof(text)));
	if (silent)
		return;
	if (strstr(q->lower, "unknown"))
		send_rcode(q, DNS_ERR_NOTEXIST);
	else
		send_address(q, "192.0.2.1");
}

static void on_log(int severity, const char *text) {}

static void attempts(const char *value)
{
	struct fake *server = start(answer);
	SAY("attempts \"%s\"\n", value);
	set("randomize-case", "0");
	set("timeout", "0.02");
	set("attempts", value);
	silent = 1;
	ask("name.test");
	silent = 0;
	end(server);
}

int main(void)
{
	struct fake *server = start(answer), *second = fake_new(base, "second", answer);
	event_set_log_callback(on_log);

	SAY("bind-to, then the second server is added\n");
	set("randomize-case", "0");
	set("bind-to", "127.0.0.3");
	use(second);
	ask("a.test");
	ask("b.test");
	evdns_base_clear_nameservers_and_suspend(dns);
	use(server);
	evdns_base_resume(dns);
	ask("c.test");

	SAY("ndots\n");
	evdns_base_search_add(dns, "test");
	set("ndots", "2");
	ask("unknown.b");
	set("ndots:", "1");
	ask("unknown.b");
	set("ndots", "");
	ask("unknown");

	SAY("sockets\n");
	set("so-rcvbuf", "4096");
	set("so-sndbuf", "4096");
	evdns_base_clear_nameservers_and_suspend(dns);
	use(server);
	evdns_base_resume(dns);
	ask("d.test");
	SAY("randomize-case 7\n");
	set("randomize-case", "7");
	ask("a-name-that-is-long-enough.test");
	fake_free(second);
	end(server);

	attempts("0");
	attempts("");
	attempts("1");
	attempts("2");
	return t_result();
}
