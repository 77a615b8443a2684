// run: once
// Names of the hosts file with each family, type and service. A name that has no address of the family gives success
// and an empty list.
#include "gai.h"

int main(void)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	static const char *const names[] = { "both", "four", "six" };
	static const char *const services[] = { "80", "http", NULL, "0" };
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, 0 };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	evdns_base_search_clear(dns);
	put_file("hosts", "1.2.3.4 both four\n1::2 both six\n5.6.7.8 four\nfe80::3%lo both\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	fake_rule(fake, "four", "9.9.9.9", "9::9");
	fake_rule(fake, "six", "9.9.9.9", "9::9");
	for (int f = 0; f < 3; f++) {
		for (int t = 0; t < 3; t++) {
			struct evutil_addrinfo hints = gai_hints(families[f], 0);
			hints.ai_socktype = types[t];
			SAY("family %d type %d\n", families[f], types[t]);
			for (int n = 0; n < 3; n++)
				for (int s = 0; s < 4; s++)
					gai_look_up_all(base, dns, names[n], services[s], &hints);
			fake_say_log(fake);
		}
	}
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
