// run: once
// The options in resolv.conf, by what they do, and which flag lets them in.
#include "resolvconf.h"

/* Long enough that it never comes out all lower case by chance. */
#define LONG "held.abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz"

static struct event_base *base;
static struct fake *fake;

/* A resolver with OPTIONS that asks FAKE. */
static struct evdns_base *with(int flags, const char *options)
{
	char text[200];
	struct evdns_base *dns;
	sprintf(text, "%s\n", options);
	dns = parsed(base, flags, text);
	CHECK(evdns_base_clear_nameservers_and_suspend(dns) == 0);
	fake_serve(fake, dns);
	CHECK(evdns_base_resume(dns) == 0);
	fake->held_count = 0;
	fake->log[A][0] = 0;
	return dns;
}

/* How often a server that says nothing is asked, until the look-up fails. */
static void attempts(int flags, const char *options, long at_least)
{
	struct evdns_base *dns = with(flags, options);
	struct evutil_addrinfo hints = gai_hints(AF_INET, 0);
	struct gai gai = { 0 };
	long start = now_ms();
	CHECK(evdns_getaddrinfo(dns, "silent.test", "80", &hints, gai_done, &gai) != NULL);
	while (!gai.calls && CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))
		;
	CHECK(now_ms() - start >= at_least - T_EARLY);
	SAY(" asked:%s; ", fake->log[A]);
	gai_say(&gai);
	evdns_base_free(dns, 0);
}

/* Asks for many names at once that are not answered, and says how many queries come, from where (bind-to is not
 * for servers on the loopback interface), how they are
 * written. */
static void many(int flags, const char *options)
{
	struct evdns_base *dns = with(flags, options);
	struct evutil_addrinfo hints = gai_hints(AF_INET, 0);
	struct gai gai = { 0 };
	int mixed = 0;
	for (int i = 0; i < 70; i++)
		CHECK(evdns_getaddrinfo(dns, LONG, "80", &hints, gai_done, &gai) != NULL);
	gai_settle(base);
	for (int i = 0; i < fake->held_count; i++)
		for (int k = 12; k < fake->held[i].end; k++)
			mixed |= isupper(fake->held[i].bytes[k]);
	SAY(" queries %d, %s case, from %s\n", fake->held_count, mixed ? "mixed" : "lower",
	    inet_ntoa(((struct sockaddr_in *)&fake->held->from)->sin_addr));
	evdns_base_free(dns, 0);
}

/* How long AAAA is waited for. */
static void skew(const char *options)
{
	struct evdns_base *dns = with(DNS_OPTION_MISC, options);
	gai_look_up(base, dns, "four.test", "80", NULL);
	evdns_base_free(dns, 0);
}

int main(void)
{
	static const char *const several[] = { "options max-inflight:1", "options max-inflight:10", "options max-inflight:0",
		"options max-inflight:x", "options max-inflight:-1", "options max-inflight:64",
		"options randomize-case:0", "options randomize-case:1", "options randomize-case:x", "options randomize-case:2",
		"options bind-to:127.0.0.2", "options bind-to:127.0.0.3:0", "options bind-to:x", "options bind-to:",
		"options max-inflight:5 randomize-case:0 bind-to:127.0.0.2", "options nonsense", "options :", "options" };
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "silent.test", "silent", "silent");
	fake_rule(fake, LONG, "hold 1.2.3.4", "");
	fake_rule(fake, "four.test", "1.2.3.4", "silent");
	attempts(DNS_OPTION_MISC, "options timeout:0.05 attempts:1 max-timeouts:100", 50);
	attempts(DNS_OPTION_MISC, "options timeout:0.05 attempts:3 max-timeouts:100", 150);
	attempts(DNS_OPTION_MISC, "options timeout:0.05 max-timeouts:100", 150);
	attempts(DNS_OPTION_MISC, "options timeout:0.05 attempts:x max-timeouts:100", 150);
	attempts(DNS_OPTION_MISC, "options timeout:0.05 attempts:0 max-timeouts:100", 50);
	attempts(DNS_OPTION_MISC, "options timeout:0.05 attempts:-2 max-timeouts:100", 50);
	attempts(DNS_OPTION_MISC, "options timeout:0.05\noptions attempts:2\noptions max-timeouts:100", 100);
	for (size_t i = 0; i < sizeof several / sizeof *several; i++) {
		many(DNS_OPTION_MISC, several[i]);
		many(DNS_OPTION_SEARCH, several[i]);
		many(DNS_OPTION_NAMESERVERS, several[i]);
	}
	skew("options getaddrinfo-allow-skew:0.05");
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
