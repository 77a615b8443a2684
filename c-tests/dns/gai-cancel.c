// run: once
// evdns_getaddrinfo_cancel: when nothing, one or both of A and AAAA have been answered: one call, with
// EVUTIL_EAI_CANCEL, from the loop.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;

static void finish(struct evdns_base *dns, struct evdns_getaddrinfo_request *request, struct gai *gai, const char *name)
{
	evdns_getaddrinfo_cancel(request);
	SAY(" in the call: ");
	gai_say(gai);
	gai_settle(base);
	SAY(" then: ");
	gai_say(gai);
	fake_release(fake, name, A);
	fake_release(fake, name, AAAA);
	gai_settle(base);
	CHECK(gai->calls == 0);
	evdns_base_free(dns, 1);
	gai_settle(base);
	CHECK(gai->calls == 0);
}

int main(void)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	static const char *const names[] = { "good.test", "bad.test" };
	struct gai gai = { 0 };
	struct evdns_base *dns;
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "good.test", "hold 1.2.3.4", "hold 1::2");
	fake_rule(fake, "bad.test", "hold nxdomain", "hold nxdomain");
	for (int i = 0; i < 2; i++) {
		for (int s = 0; s < GAI_STAGES; s++) {
			SAY("%s, %s\n", names[i], gai_stages[s].what);
			dns = fake_resolver(base, fake);
			finish(dns, gai_begin(base, fake, dns, names[i], AF_UNSPEC, &gai_stages[s], &gai), &gai,
			    names[i]);
		}
		for (int f = 0; f < 3; f++) {
			struct evutil_addrinfo hints = gai_hints(families[f], 0);
			SAY("%s, family %d, nothing answered\n", names[i], families[f]);
			dns = fake_resolver(base, fake);
			finish(dns, gai_begin(base, fake, dns, names[i], families[f], gai_stages, &gai), &gai,
			    names[i]);
			SAY("%s, family %d, just begun\n", names[i], families[f]);
			dns = fake_resolver(base, fake);
			finish(dns, evdns_getaddrinfo(dns, names[i], "80", &hints, gai_done, &gai), &gai, names[i]);
			SAY("%s, family %d, no name server\n", names[i], families[f]);
			dns = evdns_base_new(base, 0);
			finish(dns, evdns_getaddrinfo(dns, names[i], "80", &hints, gai_done, &gai), &gai, names[i]);
		}
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
