// run: once
// What keeps the loop alive, with and without EVDNS_BASE_DISABLE_WHEN_INACTIVE: idle, with requests, and while a
// server that has failed is being asked again. The server's own event is added only where it is wanted.
#include "fake.h"

static struct query asked;

QUERIED(keep) { asked = *q; }

static void alive(const char *what)
{
	event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("%s: %s\n", what, event_base_loop(base, EVLOOP_NONBLOCK) == 0 ? "alive" : "nothing to wait for");
}

/* Lets the server read, until it has been asked N times. */
static void serve(struct fake *server, int n)
{
	event_add(server->event, NULL);
	until(&server->count, n);
	event_del(server->event);
}

static void try(int flags)
{
	struct fake *server;
	struct evdns_request *req;

	results = 0;
	base = event_base_new();
	alive("no resolver");
	dns = evdns_base_new(base, flags);
	alive("no server");
	evdns_base_resolve_ipv4(dns, "wait.test", 0, say_result, "no server");
	alive("a request without a server");
	server = fake_new(base, "server", keep);
	event_del(server->event);
	use(server);
	alive("one added");
	evdns_base_resume(dns);
	alive("in flight");
	serve(server, 1);
	send_address(&asked, "192.0.2.1");
	until(&results, 1);
	alive("answered");

	set("max-inflight", "1");
	req = evdns_base_resolve_ipv4(dns, "cancel.test", 0, say_result, "cancelled");
	alive("in flight");
	evdns_base_resolve_ipv4(dns, "second.test", 0, say_result, "waiting");
	evdns_cancel_request(dns, req);
	alive("the first is cancelled");
	serve(server, 3);
	send_rcode(&asked, DNS_ERR_NOTEXIST);
	until(&results, 3);
	alive("answered");

	evdns_base_resolve_ipv4(dns, "refused.test", 0, say_result, "refused");
	serve(server, 4);
	send_rcode(&asked, DNS_ERR_REFUSED);
	until(&results, 4);
	alive("the server is down");

	evdns_base_clear_nameservers_and_suspend(dns);
	alive("cleared");
	evdns_base_resume(dns);
	evdns_base_free(dns, 1);
	dns = NULL;
	alive("freed");
	end(server);
}

static void on_log(int severity, const char *text) {}

int main(void)
{
	event_set_log_callback(on_log);
	try(0);
	SAY("--- with the flag\n");
	try(EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	return t_result();
}
