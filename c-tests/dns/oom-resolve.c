// run: once
// on: ours
// Questions with any request for memory refused: each that was taken gets one answer, also when it is cancelled or its
// resolver freed, and nothing is lost.
#include "memory/alloc.h"
#include "gai.h"
#include "bufferevent/kit.h"
#include <event2/dns_record.h>

static struct event_base *base;
static struct fake *fake;
static struct evdns_base *dns;
static int taken, told;

static void answered(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	told++;
	CHECK(result == DNS_ERR_NONE || result == DNS_ERR_CANCEL || result == DNS_ERR_SHUTDOWN || al.failed);
	CHECK(result != DNS_ERR_NONE || count == 1);
}

static void records(int result, int count, const struct evdns_record *all, void *arg)
{
	told++;
	CHECK(result == DNS_ERR_NONE || al.failed);
	CHECK(result != DNS_ERR_NONE || (count == 2 && all[1].type == EVDNS_TYPE_AAAA));
}

static struct evdns_request *take(struct evdns_request *request)
{
	CHECK(request || al.failed);
	taken += request != NULL;
	return request;
}

static void begin(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	dns = fake_resolver(base, fake);
	CHECK(evdns_base_set_option(dns, "timeout", "0.03") == 0);
	CHECK(evdns_base_set_option(dns, "attempts", "2") == 0);
	evdns_base_search_add(dns, "test");
	taken = told = 0;
	al_fail(n, all);
}

static void end(void)
{
	al_stop_failing();
	evdns_base_free(dns, 1);
	settle(base);
	CHECK(told == taken);
}

static void asked(void)
{
	begin();
	take(evdns_base_resolve_ipv4(dns, "one.test", 0, answered, NULL));
	take(evdns_base_resolve_ipv6(dns, "one", 0, answered, NULL));
	take(evdns_base_resolve_record(dns, "alias.test", EVDNS_TYPE_AAAA, 0, records, NULL));
	UNTIL(base, told == taken);
	end();
}

static void cancelled(void)
{
	struct evdns_request *request;
	begin();
	request = take(evdns_base_resolve_ipv4(dns, "silent", 0, answered, NULL));
	if (request)
		evdns_cancel_request(dns, request);
	UNTIL(base, told == taken);
	end();
}

static void freed(void)
{
	begin();
	for (int i = 0; i < 3; i++)
		take(evdns_base_resolve_ipv4(dns, "silent.test", 0, answered, NULL));
	settle(base);
	end();
}

int main(void)
{
	al_start();
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "one.test", "1.2.3.4", "1::2");
	fake_rule(fake, "alias.test", "", "cname:one.test 1::2");
	fake_rule(fake, "silent.test", "silent", "silent");
	asked();
	al_every_failure("asked", asked);
	al_every_failure("cancelled", cancelled);
	al_every_failure("freed", freed);
	fake_free(fake);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
