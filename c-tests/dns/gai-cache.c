// run: once
// on: ours
// evdns_getaddrinfo, of libevent 2.2: what DNS has answered is known at once the next time, until its time to live
// is over; not with EVDNS_BASE_NO_CACHE.
#include "gai.h"

static struct event_base *base;
static struct fake *fake;

/* Looks NAME up, and returns how many queries that took, or -1 if it did not give LIST. */
static int queries(struct evdns_base *dns, const char *name, int family, const char *port, const char *list)
{
	struct evutil_addrinfo hints = gai_hints(family, 0);
	struct gai gai = { 0 };
	int count = 0;
	struct evdns_getaddrinfo_request *request = evdns_getaddrinfo(dns, name, port, &hints, gai_done, &gai);
	CHECK((request == NULL) == (gai.calls == 1));
	while (!gai.calls && CHECK(event_base_loop(base, EVLOOP_ONCE) == 0))
		;
	gai_settle(base);
	CHECK(gai.calls == 1);
	for (int type = A; type <= AAAA; type++) {
		for (const char *c = fake->log[type]; *c; c++)
			count += *c == ' ';
		fake->log[type][0] = 0;
	}
	if (strcmp(gai_list(gai.list), list)) {
		SAY("%s:%s instead of%s\n", name, gai_list(gai.list), list);
		count = -1;
	}
	for (const struct evutil_addrinfo *one = gai.list; one; one = one->ai_next)
		CHECK(ntohs(((struct sockaddr_in *)one->ai_addr)->sin_port) == atoi(port));
	if (gai.list)
		evutil_freeaddrinfo(gai.list);
	return count;
}

int main(void)
{
	struct evdns_base *dns, *none;
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	fake_rule(fake, "both.test", "ttl:9 1.2.3.4 5.6.7.8", "ttl:9 1::2");
	fake_rule(fake, "short.test", "ttl:1 1.2.3.4", "ttl:1 1::2");
	fake_rule(fake, "file.test", "9.9.9.9", "9::9");

	CHECK(queries(dns, "both.test", AF_UNSPEC, "80", " 1.2.3.4 5.6.7.8 1::2") == 2);
	CHECK(queries(dns, "both.test", AF_UNSPEC, "80", " 1.2.3.4 5.6.7.8 1::2") == 0);
	CHECK(queries(dns, "both.test", AF_UNSPEC, "443", " 1.2.3.4 5.6.7.8 1::2") == 0);
	CHECK(queries(dns, "both.test", AF_INET, "80", " 1.2.3.4 5.6.7.8") == 0);
	CHECK(queries(dns, "both.test", AF_INET6, "80", " 1::2") == 0);

	/* What does not exist is asked for again. */
	CHECK(queries(dns, "nowhere.test", AF_INET, "80", "") == 1);
	CHECK(queries(dns, "nowhere.test", AF_INET, "80", "") == 1);

	/* The hosts file comes first. */
	CHECK(queries(dns, "file.test", AF_INET, "80", " 9.9.9.9") == 1);
	put_file("hosts", "1.2.3.4 file.test\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	CHECK(queries(dns, "file.test", AF_INET, "80", " 1.2.3.4") == 0);

	/* Another base has a cache of its own, or none. */
	none = evdns_base_new(base, EVDNS_BASE_NO_CACHE);
	fake_serve(fake, none);
	for (int i = 0; i < 3; i++)
		CHECK(queries(none, "both.test", AF_UNSPEC, "80", " 1.2.3.4 5.6.7.8 1::2") == 2);
	evdns_base_free(none, 1);

	CHECK(queries(dns, "short.test", AF_UNSPEC, "80", " 1.2.3.4 1::2") == 2);
	CHECK(queries(dns, "short.test", AF_UNSPEC, "80", " 1.2.3.4 1::2") == 0);
	event_base_loopexit(base, MS(1300));
	event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);
	CHECK(queries(dns, "short.test", AF_UNSPEC, "80", " 1.2.3.4 1::2") == 2);
	CHECK(queries(dns, "both.test", AF_UNSPEC, "80", " 1.2.3.4 5.6.7.8 1::2") == 0);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
