// run: once
// evdns_getaddrinfo: EVUTIL_AI_CANONNAME: the name that aliases lead to; which entries have it.
#include "gai.h"

int main(void)
{
	static const char *const names[] = { "plain.test", "one.test", "two.test", "four.test", "six.test",
		"differ.test", "dangling.test", "Plain.TEST", "plain.test." };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	fake_rule(fake, "plain.test", "1.2.3.4 5.6.7.8", "1::2 3::4");
	fake_rule(fake, "one.test", "cname:true.test 1.2.3.4 5.6.7.8", "cname:true.test 1::2 3::4");
	fake_rule(fake, "two.test", "cname:middle.test cname:True.Test 1.2.3.4",
	    "cname:middle.test cname:True.Test 1::2");
	fake_rule(fake, "four.test", "cname:true.test 1.2.3.4", "");
	fake_rule(fake, "six.test", "", "cname:true.test 1::2");
	fake_rule(fake, "differ.test", "cname:true4.test 1.2.3.4", "cname:true6.test 1::2");
	fake_rule(fake, "dangling.test", "cname:true.test", "cname:true.test");
	for (int canonname = 0; canonname < 2; canonname++) {
		struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, canonname ? EVUTIL_AI_CANONNAME : 0);
		for (int i = 0; i < 9; i++)
			gai_look_up(base, dns, names[i], "80", &hints);
		hints.ai_socktype = 0;
		gai_look_up(base, dns, "one.test", "80", &hints);
		gai_look_up(base, dns, "1.2.3.4", "80", &hints);
	}
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
