// run: once
// evdns_getaddrinfo without name servers waits for one; without an evdns_base it fails at once.
#include "gai.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = evdns_base_new(base, 0);
	struct gai gai = { 0 };
	fake_rule(fake, "a.test", "1.2.3.4", "1::2");
	gai_look_up(base, dns, "1.2.3.4", "80", NULL);
	CHECK(evdns_getaddrinfo(dns, "a.test", "80", NULL, gai_done, &gai) != NULL);
	gai_settle(base);
	gai_say(&gai);
	fake_serve(fake, dns);
	gai_settle(base);
	gai_say(&gai);
	CHECK(evdns_base_resume(dns) == 0);
	gai_settle(base);
	gai_say(&gai);
	evdns_base_free(dns, 1);
	gai_settle(base);

	gai_look_up(base, NULL, "1.2.3.4", "80", NULL);
	gai_look_up(base, NULL, "a.test", "80", NULL);
	gai_look_up(base, NULL, NULL, NULL, NULL);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
