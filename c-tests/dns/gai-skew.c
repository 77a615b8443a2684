// run: once
// evdns_getaddrinfo: how long the second of A and AAAA is waited for, and what comes when it does not come.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;

/* Asks for NAME with SKEW, and answers FIRST, and after WAIT milliseconds the other, if that is not negative. */
static void try(const char *name, const char *skew, int first, int wait)
{
	struct evdns_base *dns = fake_resolver(base, fake);
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0);
	struct gai gai = { 0 };
	long start;
	SAY("%s, skew %s, %s first, the other %s\n", name, skew, first == A ? "A" : "AAAA",
	    wait < 0 ? "never" : wait ? "late" : "in time");
	fake_rule_of(fake, name)->released[A] = fake_rule_of(fake, name)->released[AAAA] = 0;
	CHECK(evdns_base_set_option(dns, "getaddrinfo-allow-skew", skew) == 0);
	CHECK(evdns_getaddrinfo(dns, name, "80", &hints, gai_done, &gai) != NULL);
	gai_settle(base);
	/* The wait begins with the first answer, however long what follows takes. */
	start = now_ms();
	fake_release(fake, name, first);
	gai_settle(base);
	CHECK(gai.calls == 0);
	if (wait >= 0) {
		struct event *timer = evtimer_new(base, t_say, " waited");
		evtimer_add(timer, MS(wait));
		while (evtimer_pending(timer, NULL) && !gai.calls)
			event_base_loop(base, EVLOOP_ONCE);
		event_free(timer);
		if (!gai.calls)
			fake_release(fake, name, A + AAAA - first);
	}
	while (!gai.calls)
		event_base_loop(base, EVLOOP_ONCE);
	if (wait < 0)
		CHECK(now_ms() - start >= 100 - T_EARLY);
	SAY(" ");
	gai_say(&gai);
	/* An answer that comes now is nobody's. */
	fake_release(fake, name, A + AAAA - first);
	gai_settle(base);
	CHECK(gai.calls == 0);
	evdns_base_free(dns, 1);
	gai_settle(base);
	CHECK(gai.calls == 0);
}

int main(void)
{
	static const char *const names[] = { "good.test", "badaaaa.test", "bada.test", "bad.test" };
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "good.test", "hold 1.2.3.4", "hold 1::2");
	fake_rule(fake, "badaaaa.test", "hold 1.2.3.4", "hold nxdomain");
	fake_rule(fake, "bada.test", "hold nxdomain", "hold 1::2");
	fake_rule(fake, "bad.test", "hold nxdomain", "hold");
	try("good.test", "0.1", A, -1);
	try("good.test", "0.1", AAAA, -1);
	try("badaaaa.test", "0.1", A, -1);
	try("bada.test", "0.1", AAAA, -1);
	for (int i = 0; i < 4; i++) {
		try(names[i], "10", A, 0);
		try(names[i], "10", AAAA, 0);
	}
	/* After a failure there is no hurry. */
	try("bada.test", "0.02", A, 100);
	try("badaaaa.test", "0.02", AAAA, 100);
	try("bad.test", "0.02", A, 100);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
