// run: once
// evdns_cancel_request in every state: the callback comes once, with DNS_ERR_CANCEL, from the loop.
#include "fake.h"

static struct query asked;
static struct evdns_request *req;

QUERIED(keep)
{
	say_query(q);
	asked = *q;
}

static void cancel(int times)
{
	int before = results;
	SAY("cancel\n");
	evdns_cancel_request(dns, req);
	if (times == 2) /* the base may be left out */
		evdns_cancel_request(NULL, req);
	SAY(results > before ? "called at once\n" : "not called yet\n");
	turns();
	SAY("%d callbacks\n", results - before);
}

static void just_made(struct fake *server)
{
	req = evdns_base_resolve_ipv4(dns, "name.test", 0, say_result, "the one");
}

static void in_flight(struct fake *server)
{
	just_made(server);
	until(&server->count, 1);
}

static void waiting(struct fake *server)
{
	set("max-inflight", "1");
	evdns_base_resolve_ipv4(dns, "another.test", 0, say_result, "another");
	until(&server->count, 1);
	just_made(server);
}

static void in_the_socket(struct fake *server)
{
	in_flight(server);
	send_address(&asked, "192.0.2.1");
}

static void no_server(struct fake *server)
{
	evdns_base_clear_nameservers_and_suspend(dns);
	just_made(server);
}

static void in_search(struct fake *server)
{
	evdns_base_search_add(dns, "one.test");
	evdns_base_search_add(dns, "two.test");
	req = evdns_base_resolve_ipv4(dns, "name", 0, say_result, "the one");
	until(&server->count, 1);
	send_rcode(&asked, DNS_ERR_NOTEXIST);
	until(&server->count, 2);
}

static void try(const char *what, void (*prepare)(struct fake *), int times)
{
	struct fake *server = start(keep);
	SAY("--- %s, %d times\n", what, times);
	prepare(server);
	cancel(times);
	if (server->count) { /* late */
		send_address(&asked, "192.0.2.2");
		turns();
	}
	end(server);
}

int main(void)
{
	try("just made", just_made, 1);
	try("in flight", in_flight, 1);
	try("in flight", in_flight, 2);
	try("waiting", waiting, 1);
	try("waiting", waiting, 2);
	try("answer in the socket", in_the_socket, 1);
	try("no server", no_server, 1);
	try("in the search", in_search, 1);
	return t_result();
}
