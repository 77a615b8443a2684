// run: once
// evdns_base_free with a getaddrinfo under way, of which nothing, one or both of A and AAAA have been answered.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;

static void try(int fail_requests, int family, const char *name, const struct gai_stage *stage)
{
	struct evdns_base *dns = fake_resolver(base, fake);
	struct gai gai = { 0 };
	SAY("fail requests %d, family %d, %s, %s\n", fail_requests, family, name, stage->what);
	gai_begin(base, fake, dns, name, family, stage, &gai);
	evdns_base_free(dns, fail_requests);
	SAY(" in the call: ");
	gai_say(&gai);
	gai_settle(base);
	SAY(" then: ");
	gai_say(&gai);
}

int main(void)
{
	static const char *const names[] = { "good.test", "bad.test" };
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "good.test", "hold 1.2.3.4", "hold 1::2");
	fake_rule(fake, "bad.test", "hold nxdomain", "hold nxdomain");
	for (int i = 0; i < 4; i++) {
		for (int s = 0; s < GAI_STAGES; s++)
			try(i / 2, AF_UNSPEC, names[i % 2], &gai_stages[s]);
		try(i / 2, AF_INET, names[i % 2], gai_stages);
		try(i / 2, AF_INET6, names[i % 2], gai_stages);
	}
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
