// run: once
// evdns_getaddrinfo: the search list, where A and AAAA are found in different places, and names with dots.
#include "gai.h"

int main(void)
{
	static const char *const names[] = { "both", "four", "six", "apart", "as-is", "nowhere", "nodata", "dot.ted",
		"both.", "nowhere.", "dot.ted.", "" };
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	evdns_base_search_clear(dns);
	evdns_base_search_add(dns, "second.test");
	evdns_base_search_add(dns, "first.test");
	fake_rule(fake, "both.second.test", "1.2.3.4", "1::2");
	fake_rule(fake, "both", "9.9.9.9", "9::9");
	fake_rule(fake, "four.second.test", "1.2.3.4", "nxdomain");
	fake_rule(fake, "six.second.test", "nxdomain", "1::2");
	fake_rule(fake, "apart.first.test", "1.2.3.4", "nxdomain");
	fake_rule(fake, "apart.second.test", "5.6.7.8", "1::2");
	fake_rule(fake, "as-is", "1.2.3.4", "1::2");
	fake_rule(fake, "nodata.first.test", "", "");
	fake_rule(fake, "nodata.second.test", "1.2.3.4", "1::2");
	fake_rule(fake, "dot.ted", "1.2.3.4", "nxdomain");
	fake_rule(fake, "dot.ted.first.test", "5.6.7.8", "1::2");
	for (int f = 0; f < 3; f++) {
		struct evutil_addrinfo hints = gai_hints(families[f], EVUTIL_AI_CANONNAME);
		SAY("family %d\n", families[f]);
		for (int i = 0; i < 12; i++) {
			gai_look_up(base, dns, names[i], "80", &hints);
			gai_settle(base);
			fake_say_log(fake);
		}
	}
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
