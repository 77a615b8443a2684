// run: once
// on: ours
// alloc: no, it takes it that known names are answered at once
// evdns_cache_write and evdns_cache_lookup, of libevent 2.2.
#include "gai.h"

static struct event_base *base;
static struct evdns_base *dns;

/* Does the cache give LIST for NAME? */
static int has(const char *name, int family, int port, const char *list)
{
	struct evutil_addrinfo hints = gai_hints(family, 0), *found = NULL;
	int error = evdns_cache_lookup(dns, name, &hints, (ev_uint16_t)port, &found);
	int same = !strcmp(gai_list(found), list);
	CHECK((error == 0) == (found != NULL));
	if (!same)
		SAY("%s:%s instead of%s\n", name, gai_list(found), list);
	for (const struct evutil_addrinfo *one = found; one; one = one->ai_next) {
		CHECK(ntohs(((struct sockaddr_in *)one->ai_addr)->sin_port) == port);
		CHECK(one->ai_socktype == SOCK_STREAM);
	}
	if (found)
		evutil_freeaddrinfo(found);
	return same;
}

/* Writes the addresses of a name of the hosts file under another one. */
static void put(const char *name, const char *from, int ttl)
{
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0);
	struct gai gai = { 0 };
	char text[40];
	strcpy(text, name);
	evdns_getaddrinfo(dns, from, "7", &hints, gai_done, &gai);
	CHECK(gai.calls == 1 && gai.list);
	evdns_cache_write(dns, text, gai.list, ttl);
	memset(text, 'x', sizeof text);
	evutil_freeaddrinfo(gai.list);
}

int main(void)
{
	struct fake *fake;
	base = event_base_new();
	fake = fake_new(base);
	dns = fake_resolver(base, fake);
	put_file("hosts", "1.2.3.4 one.file\n1::2 one.file\n5.6.7.8 two.file\n");
	CHECK(evdns_base_load_hosts(dns, "hosts") == 0);
	CHECK(has("a.test", AF_UNSPEC, 80, ""));
	put("a.test", "one.file", 60);
	put("b.test", "two.file", 1);
	CHECK(has("a.test", AF_UNSPEC, 80, " 1.2.3.4 1::2"));
	CHECK(has("a.test", AF_INET, 443, " 1.2.3.4"));
	CHECK(has("a.test", AF_INET6, 0, " 1::2"));
	CHECK(has("b.test", AF_UNSPEC, 80, " 5.6.7.8"));
	CHECK(has("b.test", AF_INET6, 80, ""));
	CHECK(has("c.test", AF_UNSPEC, 80, ""));

	/* The later one counts. */
	put("a.test", "two.file", 60);
	CHECK(has("a.test", AF_UNSPEC, 80, " 5.6.7.8"));

	/* getaddrinfo finds it too. */
	{
		struct evutil_addrinfo hints = gai_hints(AF_INET, 0);
		struct gai gai = { 0 };
		CHECK(evdns_getaddrinfo(dns, "a.test", "80", &hints, gai_done, &gai) == NULL);
		CHECK(gai.calls == 1 && gai.result == 0 && !strcmp(gai_list(gai.list), " 5.6.7.8"));
		evutil_freeaddrinfo(gai.list);
	}
	event_base_loopexit(base, MS(1300));
	event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);
	CHECK(has("a.test", AF_UNSPEC, 80, " 5.6.7.8"));
	CHECK(has("b.test", AF_UNSPEC, 80, ""));
	CHECK(fake->log[A][0] == 0 && fake->log[AAAA][0] == 0);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
