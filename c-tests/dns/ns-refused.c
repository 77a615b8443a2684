// run: once
// Refused, and "not implemented": the request goes to another server, once, and the one that said it is down.
#include "fake.h"

static const int *codes; /* of the queries in their order, up to a 0 */
static int asked[3];     /* how often the first, second, third server was */

QUERIED(answer)
{
	if (!strcmp(q->lower, "google.com"))
		return; /* asks whether it is up */
	asked[q->server->label[0] - 'A']++;
	if (*codes)
		send_rcode(q, *codes++);
	else
		send_address(q, "192.0.2.1");
}

static int logged;
static void on_log(int severity, const char *text) { logged++; }

/* Which servers have been asked how often; the two others in the order of that. */
static void say_asked(void)
{
	int more = asked[1] > asked[2];
	SAY("  asked: A %d, another %d, the third %d\n", asked[0], asked[more ? 1 : 2], asked[more ? 2 : 1]);
	memset(asked, 0, sizeof(asked));
}

static void try(const char *what, const int *all)
{
	static const char *const labels[] = { "A", "B", "C" };
	struct fake *servers[3];

	SAY("%s\n", what);
	codes = all;
	base = event_base_new();
	dns = evdns_base_new(base, 0);
	set("timeout", "2");
	logged = 0;
	for (int i = 0; i < 3; i++) {
		servers[i] = fake_new(base, labels[i], answer);
		use(servers[i]);
	}
	ask("one.test");
	SAY("  logged: %d\n", logged);
	say_asked();
	for (int i = 0; i < 6; i++)
		ask("two.test");
	say_asked();
	evdns_base_free(dns, 0);
	for (int i = 0; i < 3; i++)
		fake_free(servers[i]);
	event_base_free(base);
}

int main(void)
{
	event_set_log_callback(on_log);
	try("refused", (int[]){ 5, 0 });
	try("not implemented", (int[]){ 4, 0 });
	try("refused twice", (int[]){ 5, 5, 0 });
	try("refused, then not implemented", (int[]){ 5, 4, 0 });
	try("no such name: no other is asked", (int[]){ 3, 0 });
	try("FORMERR: no other is asked", (int[]){ 1, 0 });
	return t_result();
}
