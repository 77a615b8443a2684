// run: once
// on: ours
// evdns_getaddrinfo with any request for memory refused: one call for each look-up, a list or an error, and nothing is
// lost.
#include "memory/alloc.h"
#include "gai.h"
#include "bufferevent/kit.h"

static struct event_base *base;
static struct fake *fake;
static int told;

static void found(int result, struct evutil_addrinfo *list, void *arg)
{
	const char *wanted = arg;
	told++;
	CHECK((result == 0) == (list != NULL));
	CHECK(result == 0 || result == EVUTIL_EAI_CANCEL || al.failed);
	/* The other answer may have been lost. */
	CHECK(!list || al.failed || !strcmp(gai_list(list), wanted));
	if (list)
		evutil_freeaddrinfo(list);
}

static void find(struct evdns_base *dns, const char *node, int flags, const char *wanted)
{
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, flags);
	int before = told;
	struct evdns_getaddrinfo_request *request =
	    evdns_getaddrinfo(dns, node, "80", &hints, found, (void *)wanted);
	CHECK(told == before + !request);
	UNTIL(base, told == before + 1);
}

static void run(void)
{
	struct evdns_getaddrinfo_request *request;
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0), *cached = NULL;
	long n = al.fail_in;
	int all = al.fail_on;
	struct evdns_base *dns;

	al_stop_failing();
	dns = fake_resolver(base, fake);
	CHECK(evdns_base_set_option(dns, "timeout", "0.03") == 0);
	CHECK(evdns_base_set_option(dns, "attempts", "2") == 0);
	CHECK(evdns_base_set_option(dns, "getaddrinfo-allow-skew", "0.05") == 0);
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	told = 0;
	al_fail(n, all);

	find(dns, "127.0.0.1", 0, " 127.0.0.1");
	find(dns, "known.test", 0, " 1.1.1.1");
	find(dns, "both.test", EVUTIL_AI_CANONNAME, " 1.2.3.4 (real.test) 1::2");
	find(dns, "both.test", EVUTIL_AI_CANONNAME, " 1.2.3.4 (real.test) 1::2"); /* kept */
	if (!evdns_cache_lookup(dns, "both.test", &hints, 80, &cached))
		evutil_freeaddrinfo(cached);
	request = evdns_getaddrinfo(dns, "silent.test", "80", &hints, found, "");
	if (request)
		evdns_getaddrinfo_cancel(request);
	UNTIL(base, told == 5);
	al_stop_failing();
	evdns_base_free(dns, 1);
	settle(base);
	CHECK(told == 5);
}

int main(void)
{
	al_start();
	put_file("hosts", "1.1.1.1 known.test\n");
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "both.test", "ttl:9 cname:real.test 1.2.3.4", "ttl:9 cname:real.test 1::2");
	fake_rule(fake, "silent.test", "silent", "silent");
	run();
	al_every_failure("look-ups", run);
	fake_free(fake);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
