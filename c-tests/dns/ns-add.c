// run: once
// Adding name servers: by address, by text and as a sockaddr; what is refused, twice, and how many there are.
#include "fake.h"

static void count(const char *what, int result)
{
	SAY("%s: %d, %d servers\n", what, result, evdns_base_count_nameservers(dns));
}

static void on_log(int severity, const char *text) {}

static void texts(void)
{
	static const char *const all[] = { "127.0.0.1", "127.0.0.1", "127.0.0.1:53", "127.0.0.1:54", "127.0.0.1:0",
		"127.0.0.1:65535", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:53x",
		"127.0.0.1 ", " 127.0.0.1", "127.0.0", "127.1", "127.0.0.256", "", "localhost", "name.test", "::1",
		"[::1]", "[::1]:53", "[::1]:5353", "[::1]:", "[::1", "::1]", "[::1]x", "::g", "::ffff:127.0.0.1",
		"fe80::1%lo", "[fe80::1%lo]:53", "fe80::1%1", "fe80::1%none", "0.0.0.0", "127.0.0.2#53" };
	for (unsigned i = 0; i < sizeof(all) / sizeof(*all); i++) {
		char what[60];
		sprintf(what, "\"%s\"", all[i]);
		count(what, evdns_base_nameserver_ip_add(dns, all[i]));
	}
}

static void addresses(void)
{
	count("127.0.0.1", evdns_base_nameserver_add(dns, htonl(INADDR_LOOPBACK)));
	count("127.0.0.1 again", evdns_base_nameserver_add(dns, htonl(INADDR_LOOPBACK)));
	count("127.0.0.2", evdns_base_nameserver_add(dns, htonl(INADDR_LOOPBACK + 1)));
	count("127.0.0.2 by text", evdns_base_nameserver_ip_add(dns, "127.0.0.2"));
	count("more bits", evdns_base_nameserver_add(dns, 0xffffffff00000000 | htonl(INADDR_LOOPBACK + 2)));
}

static void sockaddrs(void)
{
	struct sockaddr_in sin = loopback(53);
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_port = htons(53), .sin6_addr = in6addr_loopback };
	struct sockaddr *sa = (struct sockaddr *)&sin, *sa6 = (struct sockaddr *)&sin6;

	count("IPv4", evdns_base_nameserver_sockaddr_add(dns, sa, sizeof(sin), 0));
	count("again", evdns_base_nameserver_sockaddr_add(dns, sa, sizeof(sin), 0));
	sin.sin_port = htons(54);
	count("another port", evdns_base_nameserver_sockaddr_add(dns, sa, sizeof(sin), 0));
	sin.sin_port = htons(55);
	count("flags", evdns_base_nameserver_sockaddr_add(dns, sa, sizeof(sin), ~0u));
	count("IPv6", evdns_base_nameserver_sockaddr_add(dns, sa6, sizeof(sin6), 0));
	count("again", evdns_base_nameserver_sockaddr_add(dns, sa6, sizeof(sin6), 0));
	sin6.sin6_scope_id = 1;
	count("with a scope", evdns_base_nameserver_sockaddr_add(dns, sa6, sizeof(sin6), 0));
	sin6.sin6_port = 0;
	count("without a port", evdns_base_nameserver_sockaddr_add(dns, sa6, sizeof(sin6), 0));
	sin.sin_port = htons(56);
	count("too long", evdns_base_nameserver_sockaddr_add(dns, sa, sizeof(struct sockaddr_storage) + 1, 0));
}

int main(void)
{
	void (*const all[])(void) = { texts, addresses, sockaddrs };
	event_set_log_callback(on_log);
	base = event_base_new();
	for (int i = 0; i < 3; i++) {
		dns = evdns_base_new(base, 0);
		all[i]();
		count("clear", evdns_base_clear_nameservers_and_suspend(dns));
		count("after it", evdns_base_nameserver_ip_add(dns, "127.0.0.1"));
		evdns_base_free(dns, 0);
	}
	event_base_free(base);
	return t_result();
}
