// run: once
// evdns_getaddrinfo: each flag with each family: what is asked for, and the list.
#include "gai.h"

int main(void)
{
	static const int flags[] = { 0, EVUTIL_AI_PASSIVE, EVUTIL_AI_CANONNAME, EVUTIL_AI_NUMERICSERV,
		EVUTIL_AI_V4MAPPED, EVUTIL_AI_ALL, EVUTIL_AI_V4MAPPED | EVUTIL_AI_ALL,
		EVUTIL_AI_PASSIVE | EVUTIL_AI_CANONNAME };
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	static const char *const names[] = { "both.test", "four.test", "six.test", "none.test" };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	fake_rule(fake, "both.test", "1.2.3.4 5.6.7.8", "1::2 3::4");
	fake_rule(fake, "four.test", "1.2.3.4", "");
	fake_rule(fake, "six.test", "", "1::2");
	for (int i = 0; i < 8; i++) {
		for (int f = 0; f < 3; f++) {
			struct evutil_addrinfo hints = gai_hints(families[f], flags[i]);
			SAY("flags %x family %d\n", flags[i], families[f]);
			for (int n = 0; n < 4; n++)
				gai_look_up_all(base, dns, names[n], "80", &hints);
			fake_say_log(fake);
		}
	}
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
