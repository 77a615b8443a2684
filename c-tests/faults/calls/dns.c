// A resolver and a server: each question gets one answer, its own, or its failure is told.
#include "kit.h"
#include <arpa/inet.h>
#include <event2/dns.h>
#include <event2/dns_struct.h>

#define QUESTIONS 20

static struct event_base *base;
static int answers[QUESTIONS], left = QUESTIONS;

static void on_query(struct evdns_server_request *req, void *arg)
{
	const struct evdns_server_question *q = req->questions[0];
	struct in_addr to = { htonl(0x0a000000 | atoi(q->name + 1)) };
	CHECK(evdns_server_request_add_a_reply(req, q->name, 1, &to, 60) == 0);
	/* When it cannot be sent, the client asks again. */
	if (evdns_server_request_respond(req, DNS_ERR_NONE) < 0)
		evdns_server_request_drop(req);
}

static void on_answer(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	int i = (int)(intptr_t)arg;
	CHECK(answers[i]++ == 0);
	if (result != DNS_ERR_NONE)
		f_failed(evdns_err_to_string(result));
	else
		CHECK(count == 1 && ((struct in_addr *)addresses)->s_addr == htonl(0x0a000000 | i));
	if (--left == 0)
		event_base_loopbreak(base);
}

static struct evdns_base *resolver(int port)
{
	struct evdns_base *dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	struct sockaddr_in to = f_local(port);
	if (!F_WORKS(dns))
		return NULL;
	evdns_base_set_option(dns, "timeout:", "0.1");
	evdns_base_set_option(dns, "attempts:", "10");
	evdns_base_set_option(dns, "max-timeouts:", "20");
	evdns_base_set_option(dns, "initial-probe-timeout:", "0.1");
	evdns_base_set_option(dns, "randomize-case:", "0");
	if (F_WORKS(evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&to, sizeof to, 0) == 0))
		return dns;
	evdns_base_free(dns, 0);
	return NULL;
}

static void resolve(int port)
{
	struct evdns_base *dns = resolver(port);
	if (!dns)
		return;
	for (int i = 0; i < QUESTIONS; i++) {
		char name[20];
		snprintf(name, sizeof name, "n%d.example", i);
		if (!F_WORKS(evdns_base_resolve_ipv4(dns, name, DNS_QUERY_NO_SEARCH, on_answer, (void *)(intptr_t)i)))
			left--;
	}
	if (left > 0)
		f_run(base);
	F_ALL(left == 0);
	evdns_base_free(dns, 1);
}

int main(void)
{
	struct sockaddr_in to = f_local(0);
	struct evdns_server_port *port;
	int fd;
	f_begin();
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	CHECK(bind(fd, (struct sockaddr *)&to, sizeof to) == 0);
	if (F_WORKS(port = evdns_add_server_port_with_base(base, fd, 0, on_query, NULL))) {
		resolve(f_port(fd));
		evdns_close_server_port(port);
	}
	close(fd);
	event_base_free(base);
	return f_end();
}
