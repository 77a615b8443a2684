/* CPU time of DNS queries, both ends in one loop. bench.h tells how to run it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/dns.h>
#include <event2/dns_struct.h>

#include "bench.h"

static struct evdns_base *dns;
static long asked;

static void serve(struct evdns_server_request *req, void *arg)
{
	static const unsigned char address[4] = {192, 0, 2, 1};
	(void)arg;
	if (evdns_server_request_add_a_reply(req, req->questions[0]->name, 1, address, 60) ||
	    evdns_server_request_respond(req, DNS_ERR_NONE))
		die("the server's reply");
}

static void answered(int result, char type, int count, int ttl, void *addresses, void *arg);

/* Each name is another one, so that no answer is known before. */
static void ask(void)
{
	char name[40];
	if (asked == wanted)
		return;
	snprintf(name, sizeof name, "host-%ld.example.com", asked++);
	must(evdns_base_resolve_ipv4(dns, name, DNS_QUERY_NO_SEARCH, answered, NULL), "evdns_base_resolve_ipv4");
}

static void answered(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	(void)ttl, (void)addresses, (void)arg;
	if (result != DNS_ERR_NONE || type != DNS_IPv4_A || count != 1)
		die(evdns_err_to_string(result));
	if (++done == wanted)
		event_base_loopbreak(base);
	else
		ask();
}

/* A server port on the loopback interface, and a client that knows no other. */
static void start(void)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof sin;
	evutil_socket_t fd = socket(AF_INET, SOCK_DGRAM, 0);
	memset(&sin, 0, sizeof sin);
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sin, len) || getsockname(fd, (struct sockaddr *)&sin, &len) ||
	    evutil_make_socket_nonblocking(fd))
		die("the server's socket");
	must(evdns_add_server_port_with_base(base, fd, 0, serve, NULL), "evdns_add_server_port_with_base");
	dns = must(evdns_base_new(base, 0), "evdns_base_new");
	if (evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, len, 0))
		die("evdns_base_nameserver_sockaddr_add");
}

static void queries(int at_once)
{
	start();
	while (at_once--)
		ask();
	measured(turn_until_done);
}

/* As many as the library sends at once unless it is told otherwise. */
static void job_window(void) { queries(64); }
static void job_single(void) { queries(1); }

const struct job jobs[] = {
	{"dns-window", 100000, 0, 0, job_window, "DNS: query and answer, 64 at any time"},
	{"dns-single", 50000, 0, 0, job_single, "DNS: one at a time"},
	{0},
};
