// run: once
// An evdns client and a server port in one loop: addresses, names of addresses, and errors of the server get there.
#include "raw.h"

static int waiting;

REQUEST(answer)
{
	struct evdns_server_question *q = req->questions[0];
	unsigned char v4[8] = { 192, 0, 2, 1, 192, 0, 2, 2 }, v6[32] = { 0x20, 1, 0xd, 0xb8, [15] = 1, [16] = 0x20, [31] = 2 };
	int err = !strncasecmp(q->name, "err", 3) ? atoi(q->name + 3) : DNS_ERR_NONE;
	CHECK(req->nquestions == 1 && q->dns_question_class == EVDNS_CLASS_INET && (req->flags & RD));
	if (!err && strncasecmp(q->name, "nothing", 7)) {
		if (q->type == EVDNS_TYPE_A)
			CHECK(!evdns_server_request_add_a_reply(req, q->name, 2, v4, 10));
		else if (q->type == EVDNS_TYPE_AAAA)
			CHECK(!evdns_server_request_add_aaaa_reply(req, q->name, 2, v6, 20));
		else if (CHECK(q->type == EVDNS_TYPE_PTR))
			CHECK(!evdns_server_request_add_ptr_reply(req, NULL, q->name, "Host.example.com", 30));
	}
	CHECK(evdns_server_request_respond(req, err) == 0);
}

static void resolved(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	char text[80];
	SAY("%s: %s, type %d, %d, ttl %d", (char *)arg, evdns_err_to_string(result), type, count, ttl);
	if (type == DNS_PTR && result == DNS_ERR_NONE)
		SAY(" %s", *(char **)addresses);
	for (int i = 0; i < count && type == DNS_IPv4_A; i++)
		SAY(" %s", evutil_inet_ntop(AF_INET, (char *)addresses + 4 * i, text, sizeof(text)));
	for (int i = 0; i < count && type == DNS_IPv6_AAAA; i++)
		SAY(" %s", evutil_inet_ntop(AF_INET6, (char *)addresses + 16 * i, text, sizeof(text)));
	SAY("\n");
	waiting = 0;
}

int main(void)
{
	static char *const names[] = { "www.example.com", "nothing.example.com", "err1.example.com", "err3.example.com" };
	struct in_addr in = { htonl(0xc0000201) };
	struct sockaddr_in sin;
	struct evdns_base *dns;

	serve(answer, NULL);
	dns = evdns_base_new(base, 0);
	sin = loopback(port_of(server));
	CHECK(!evdns_base_nameserver_sockaddr_add(dns, (struct sockaddr *)&sin, sizeof(sin), 0));
	for (int i = 0; i < 10; i++) {
		waiting = 1;
		if (i < 8 && i % 2 == 0)
			CHECK(evdns_base_resolve_ipv4(dns, names[i / 2], 0, resolved, names[i / 2]));
		else if (i < 8)
			CHECK(evdns_base_resolve_ipv6(dns, names[i / 2], 0, resolved, names[i / 2]));
		else if (i == 8)
			CHECK(evdns_base_resolve_reverse(dns, &in, 0, resolved, "192.0.2.1"));
		else
			CHECK(evdns_base_resolve_reverse_ipv6(dns, &in6addr_loopback, 0, resolved, "::1"));
		while (waiting)
			event_base_loop(base, EVLOOP_ONCE);
	}
	evdns_base_free(dns, 0);
	stop();
	return t_result();
}
