// run: once
// evdns_getaddrinfo: EVUTIL_AI_NUMERICHOST asks nobody, EVUTIL_AI_NUMERICSERV knows no names, also where the hosts
// file has the name.
#include "gai.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	struct evutil_addrinfo numeric_host = gai_hints(AF_UNSPEC, EVUTIL_AI_NUMERICHOST);
	struct evutil_addrinfo numeric_service = gai_hints(AF_UNSPEC, EVUTIL_AI_NUMERICSERV);
	fake_rule(fake, "a.test", "1.2.3.4", "1::2");
	CHECK(evdns_base_load_hosts(dns, NULL) == 0);
	gai_look_up(base, dns, "a.test", "80", &numeric_host);
	gai_look_up(base, dns, "localhost", "80", &numeric_host);
	gai_look_up(base, dns, "1.2.3.4", "80", &numeric_host);
	gai_look_up(base, dns, "", "80", &numeric_host);
	gai_look_up(base, dns, "a.test", "http", &numeric_service);
	gai_look_up(base, dns, "localhost", "http", &numeric_service);
	gai_look_up(base, dns, "1.2.3.4", "http", &numeric_service);
	fake_say_log(fake);
	gai_look_up(base, dns, "a.test", "80", &numeric_service);
	fake_say_log(fake);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
