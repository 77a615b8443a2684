// run: once
// evdns_getaddrinfo: EVUTIL_AI_ADDRCONFIG leaves out a family that the machine has no address of in the wide world.
#include "gai.h"
#include <ifaddrs.h>

/* The machine's addresses. */
static const char *const *addresses;

int getifaddrs(struct ifaddrs **list)
{
	*list = NULL;
	for (int i = 0; addresses[i]; i++) {
		struct ifaddrs *one = calloc(1, sizeof *one);
		struct sockaddr_in6 *in6 = calloc(1, sizeof *in6);
		int len = sizeof *in6;
		CHECK(evutil_parse_sockaddr_port(addresses[i], (struct sockaddr *)in6, &len) == 0);
		one->ifa_addr = (struct sockaddr *)in6;
		one->ifa_next = *list;
		one->ifa_name = (char *)"if";
		*list = one;
	}
	return 0;
}

void freeifaddrs(struct ifaddrs *list)
{
	while (list) {
		struct ifaddrs *next = list->ifa_next;
		free(list->ifa_addr);
		free(list);
		list = next;
	}
}

/* In a process of its own, as the library looks only once. */
static void look(void)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	struct event_base *base = event_base_new();
	struct fake *fake = fake_new(base);
	struct evdns_base *dns = fake_resolver(base, fake);
	fake_rule(fake, "a.test", "1.2.3.4", "1::2");
	CHECK(evdns_base_load_hosts(dns, NULL) == 0);
	for (int f = 0; f < 3; f++) {
		struct evutil_addrinfo hints = gai_hints(families[f], EVUTIL_AI_ADDRCONFIG);
		SAY(" family %d\n", families[f]);
		gai_look_up(base, dns, "a.test", "80", &hints);
		fake_say_log(fake);
		gai_look_up(base, dns, "localhost", "80", &hints);
		gai_look_up(base, dns, "1.2.3.4", "80", &hints);
		gai_look_up(base, dns, "1::2", "80", &hints);
		gai_look_up(base, dns, NULL, "80", &hints);
	}
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
}

int main(void)
{
	static const char *const machines[][4] = { { NULL }, { "127.0.0.1", "::1" }, { "192.0.2.1" }, { "2001:db8::1" },
		{ "10.1.2.3", "2001:db8::1" }, { "fe80::1", "192.0.2.1" }, { "fd00::1", "192.0.2.1" },
		{ "fe80::1" }, { "169.254.1.1" }, { "169.254.1.1", "2001:db8::1" }, { "ff02::1", "192.0.2.1" },
		{ "224.0.0.1", "2001:db8::1" }, { "::1", "192.0.2.1" }, { "127.0.0.2", "2001:db8::1" } };
	for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
		addresses = machines[i];
		SAY("machine:");
		for (int k = 0; addresses[k]; k++)
			SAY(" %s", addresses[k]);
		SAY("\n");
		t_child("done", look);
	}
	return t_result();
}
