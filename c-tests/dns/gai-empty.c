// run: once
// An answer whose only record has no address in it is a failure, and never a success without a list.
#include "gai.h"

static int failed;

static void looked_up(int result, struct evutil_addrinfo *list, void *arg)
{
	CHECK(result == EVUTIL_EAI_NODATA && list == NULL);
	failed++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	struct evutil_addrinfo hints = gai_hints(AF_INET, 0);
	fake_rule(fake, "empty.test", "empty", "nxdomain");
	CHECK(evdns_getaddrinfo(dns, "empty.test", "80", &hints, looked_up, NULL) != NULL);
	while (!failed)
		event_base_loop(base, EVLOOP_ONCE);
	evdns_base_free(dns, 0);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
