// run: once
// Refused, and "not implemented": the request goes to another server, once, and the one that said it is down.
#include "fake.h"

static int codes[3]; /* of the first, second, third server */

QUERIED(answer)
{
	int which = q->server->label[0] - 'A';
	if (!strcmp(q->lower, "google.com"))
		return; /* asks whether it is up */
	SAY("  %s is asked %s\n", q->server->label, q->lower);
	if (codes[which])
		send_rcode(q, codes[which]);
	else
		send_address(q, "192.0.2.1");
}

static int logged;
static void on_log(int severity, const char *text) { logged++; }

static void try(const char *what, int a, int b, int c)
{
	static const char *const labels[] = { "A", "B", "C" };
	struct fake *servers[3];

	SAY("%s\n", what);
	codes[0] = a, codes[1] = b, codes[2] = c;
	base = event_base_new();
	dns = evdns_base_new(base, 0);
	set("timeout", "0.1");
	logged = 0;
	for (int i = 0; i < 3; i++) {
		servers[i] = fake_new(base, labels[i], answer);
		use(servers[i]);
	}
	ask("one.test");
	SAY("  logged: %d\n", logged);
	codes[0] = codes[1] = codes[2] = 0;
	for (int i = 0; i < 4; i++)
		ask("two.test");
	evdns_base_free(dns, 0);
	for (int i = 0; i < 3; i++)
		fake_free(servers[i]);
	event_base_free(base);
}

int main(void)
{
	event_set_log_callback(on_log);
	try("the first refuses", 5, 0, 0);
	try("the first does not implement", 4, 0, 0);
	try("two refuse", 5, 5, 0);
	try("two refuse, the other", 5, 0, 5);
	try("all refuse", 5, 5, 5);
	try("all refuse or do not implement", 4, 5, 4);
	try("no such name, then none is asked", 3, 0, 0);
	try("FORMERR, then none is asked", 1, 0, 0);
	return t_result();
}
