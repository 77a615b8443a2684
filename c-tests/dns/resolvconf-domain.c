// run: once
// The domain of the machine's own name is the search list where resolv.conf has none.
#include "resolvconf.h"

int main(void)
{
	static const char *const machines[] = { "machine", "machine.x.test", "machine.x.y.test", "machine.", ".x.test",
		"machine..x", "", "machine.x.test." };
	static const char *const texts[] = { "", "search a.test\n", "search\n", "domain a.test\n", "domain\n",
		"nameserver 1.2.3.4\n", "options ndots:2\n" };
	static const int flags[] = { DNS_OPTION_SEARCH, DNS_OPTION_MISC, DNS_OPTION_SEARCH | DNS_OPTION_MISC };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns;
	for (size_t m = 0; m < sizeof machines / sizeof *machines; m++) {
		host_name = machines[m];
		SAY("machine %s\n", host_name);
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			for (int f = 0; f < 3; f++) {
				dns = parsed(base, flags[f], texts[i]);
				say_searched(base, fake, dns);
				evdns_base_free(dns, 0);
			}
		}
		for (int f = 0; f < 3; f++) {
			dns = evdns_base_new(base, 0);
			SAY("flags %d, no file: %d\n", flags[f], evdns_base_resolv_conf_parse(dns, flags[f], "missing"));
			say_searched(base, fake, dns);
			evdns_base_free(dns, 0);
		}
		dns = evdns_base_new(base, 0);
		SAY("none parsed\n");
		say_searched(base, fake, dns);
		SAY("a directory: %d\n", evdns_base_resolv_conf_parse(dns, DNS_OPTION_SEARCH, "."));
		say_searched(base, fake, dns);

		evdns_base_search_add(dns, "before.test");
		put_file("resolv.conf", "nameserver 1.2.3.4\n");
		SAY("one before: %d\n", evdns_base_resolv_conf_parse(dns, DNS_OPTION_SEARCH, "resolv.conf"));
		say_searched(base, fake, dns);
		evdns_base_free(dns, 0);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
