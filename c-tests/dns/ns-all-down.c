// run: once
// When all servers are down, they are asked all the same, one after the other; a good answer makes one good again.
#include "fake.h"

static int silent = 1;

QUERIED(answer)
{
	if (strcmp(q->lower, "name.test"))
		return;
	SAY("  %s is asked\n", q->server->label);
	if (!silent)
		send_address(q, "192.0.2.1");
}

static void on_log(int severity, const char *text)
{
	SAY("  log: %s\n", strstr(text, "All") ? "all have failed" : strstr(text, "failed") ? "one has failed" :
	    strstr(text, "back up") ? "back up" : text);
}

int main(void)
{
	static const char *const labels[] = { "A", "B", "C" };
	struct fake *servers[3];

	event_set_log_callback(on_log);
	base = event_base_new();
	dns = evdns_base_new(base, 0);
	set("timeout", "0.1");
	set("attempts", "1");
	for (int i = 0; i < 3; i++) {
		servers[i] = fake_new(base, labels[i], answer);
		use(servers[i]);
	}
	for (int i = 0; i < 5; i++)
		ask("name.test");
	SAY("they answer again\n");
	silent = 0;
	for (int i = 0; i < 5; i++)
		ask("name.test");
	SAY("servers: %d\n", evdns_base_count_nameservers(dns));
	evdns_base_free(dns, 0);
	for (int i = 0; i < 3; i++)
		fake_free(servers[i]);
	event_base_free(base);
	return t_result();
}
