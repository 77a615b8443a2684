// run: once
// What a getaddrinfo's callback may do: cancel another one whose answers may be there already, begin another one, or
// free the evdns_base.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;
static struct evdns_base *dns;
static struct evdns_getaddrinfo_request *second;
static struct gai first_gai, second_gai;

static void cancel_second(int result, struct evutil_addrinfo *list, void *arg)
{
	gai_done(result, list, arg);
	if (!second_gai.calls)
		evdns_getaddrinfo_cancel(second);
}

static void begin_second(int result, struct evutil_addrinfo *list, void *arg)
{
	gai_done(result, list, arg);
	second = evdns_getaddrinfo(dns, "again.test", "80", NULL, gai_done, &second_gai);
	CHECK(second != NULL);
}

static void free_base(int result, struct evutil_addrinfo *list, void *arg)
{
	gai_done(result, list, arg);
	evdns_base_free(dns, 1);
}

static void show(const char *what)
{
	gai_settle(base);
	SAY("%s: ", what);
	gai_say(&first_gai);
	SAY(" second: ");
	gai_say(&second_gai);
}

int main(void)
{
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "first.test", "hold 1.2.3.4", "hold 1::2");
	fake_rule(fake, "second.test", "hold 5.6.7.8", "hold 5::6");
	fake_rule(fake, "again.test", "5.6.7.8", "5::6");
	fake_rule(fake, "never.test", "silent", "silent");

	dns = fake_resolver(base, fake);
	evdns_getaddrinfo(dns, "first.test", "80", NULL, cancel_second, &first_gai);
	second = evdns_getaddrinfo(dns, "second.test", "80", NULL, gai_done, &second_gai);
	gai_settle(base);
	fake_release(fake, "first.test", A);
	fake_release(fake, "first.test", AAAA);
	fake_release(fake, "second.test", A);
	fake_release(fake, "second.test", AAAA);
	show("cancels the second");

	evdns_getaddrinfo(dns, "first.test", "80", NULL, begin_second, &first_gai);
	show("begins another");

	evdns_getaddrinfo(dns, "first.test", "80", NULL, free_base, &first_gai);
	evdns_getaddrinfo(dns, "never.test", "80", NULL, gai_done, &second_gai);
	show("frees the base");

	dns = fake_resolver(base, fake);
	evdns_getaddrinfo(dns, "1.2.3.4", "80", NULL, free_base, &first_gai);
	show("frees the base at once");
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
