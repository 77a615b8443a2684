// run: once
// evdns_getaddrinfo: what is answered at once, before the call returns, with NULL: addresses as text, no host, and
// what is wrong with the arguments. An address of another family than is wanted is taken for a name.
#include "gai.h"

int main(void)
{
	static const int flags[] = { 0, EVUTIL_AI_PASSIVE, EVUTIL_AI_CANONNAME, EVUTIL_AI_NUMERICHOST,
		EVUTIL_AI_NUMERICSERV, EVUTIL_AI_V4MAPPED | EVUTIL_AI_ALL };
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX, 77, -1 };
	static const char *const hosts[] = { "1.2.3.4", "::1", "fe80::1%lo", "::ffff:1.2.3.4", NULL };
	static const char *const services[] = { "0", "65535", "http", "domain", NULL };
	static const char *const bad_services[] = { "", "-1", "65536", "no such service", "80x", " 80" };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	for (int i = 0; i < 6; i++) {
		for (int f = 0; f < 6; f++) {
			struct evutil_addrinfo hints = gai_hints(families[f], flags[i]);
			SAY("flags %x family %d\n", flags[i], families[f]);
			for (int k = 0; k < 5; k++)
				gai_look_up_all(base, dns, hosts[k], "80", &hints);
			for (int k = 0; k < 5; k++)
				gai_look_up_all(base, dns, "1.2.3.4", services[k], &hints);
			for (int k = 0; k < 6; k++)
				gai_look_up_all(base, dns, "1.2.3.4", bad_services[k], &hints);
			for (int k = 0; k < 6; k++)
				gai_look_up_all(base, dns, "a.name", bad_services[k], &hints);
			gai_look_up_all(base, dns, NULL, NULL, &hints);
		}
	}
	gai_settle(base);
	fake_say_log(fake);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
