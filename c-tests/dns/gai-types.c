// run: once
// evdns_getaddrinfo: socket types and protocols: which entries an address gets, from text, the hosts file and DNS.
#include "gai.h"

int main(void)
{
	static const int types[][2] = { { 0, 0 }, { SOCK_STREAM, 0 }, { SOCK_DGRAM, 0 }, { SOCK_RAW, 0 },
		{ 0, IPPROTO_TCP }, { 0, IPPROTO_UDP }, { SOCK_STREAM, IPPROTO_TCP },
		{ SOCK_DGRAM, IPPROTO_UDP }, { SOCK_DGRAM, IPPROTO_TCP }, { SOCK_STREAM, IPPROTO_UDP },
		{ SOCK_RAW, IPPROTO_ICMP }, { 99, 0 }, { 0, 132 } };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	put_file("hosts", "10.0.0.1 by.file\n10::1 by.file\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	fake_rule(fake, "by.dns", "10.0.0.2 10.0.0.3", "10::2");
	for (int i = 0; i < 14; i++) {
		struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0);
		if (i < 13) {
			hints.ai_socktype = types[i][0];
			hints.ai_protocol = types[i][1];
			SAY("type %d protocol %d\n", types[i][0], types[i][1]);
		} else {
			SAY("no hints\n");
		}
		gai_look_up_all(base, dns, "1.2.3.4", "80", i < 13 ? &hints : NULL);
		gai_look_up_all(base, dns, NULL, "80", i < 13 ? &hints : NULL);
		gai_look_up_all(base, dns, "by.file", "80", i < 13 ? &hints : NULL);
		gai_look_up_all(base, dns, "by.dns", "80", i < 13 ? &hints : NULL);
		gai_look_up_all(base, dns, "by.dns", "domain", i < 13 ? &hints : NULL);
		gai_look_up_all(base, dns, "by.dns", NULL, i < 13 ? &hints : NULL);
	}
	fake_say_log(fake);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
