// run: once
// on: ours
// Threads that ask, look up and cancel while the loop runs in another, and one that changes the resolver's
// configuration meanwhile: each question is told once. (The original fails an assertion when a question is cancelled from
// another thread.)
#include "gai.h"
#include <event2/thread.h>
#include <pthread.h>
#include <stdatomic.h>

#define ASKERS 3
#define ROUNDS 200
#define WINDOW 20 /* at most as many questions of a thread are under way */

static struct event_base *base;
static struct evdns_base *dns;
static atomic_int told[4], wrong, asking = ASKERS;

struct asker {
	atomic_int under_way;
};

static void done(struct asker *asker, int which, int is_right)
{
	told[which]++;
	wrong += !is_right;
	asker->under_way--;
}

static void answered(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	done(arg, 0, result == DNS_ERR_NONE && count == 1);
}

static void found(int result, struct evutil_addrinfo *list, void *arg)
{
	done(arg, 1, result == 0 && list && list->ai_next);
	if (list)
		evutil_freeaddrinfo(list);
}

static void cancelled(int result, char type, int count, int ttl, void *addresses, void *arg)
{
	done(arg, 2, result == DNS_ERR_CANCEL);
}

static void look_up_cancelled(int result, struct evutil_addrinfo *list, void *arg)
{
	done(arg, 3, result == EVUTIL_EAI_CANCEL && !list);
}

static void *ask(void *arg)
{
	struct asker *asker = arg;
	struct evutil_addrinfo hints = gai_hints(AF_UNSPEC, 0);
	for (int i = 0; i < ROUNDS; i++) {
		while (asker->under_way > WINDOW)
			usleep(100);
		asker->under_way += 4;
		CHECK(evdns_base_resolve_ipv4(dns, "both.test", 0, answered, asker) != NULL);
		/* Known already, perhaps, where answers are kept. */
		evdns_getaddrinfo(dns, "both.test", "80", &hints, found, asker);
		evdns_cancel_request(dns, evdns_base_resolve_ipv4(dns, "silent.test", 0, cancelled, asker));
		evdns_getaddrinfo_cancel(
		    evdns_getaddrinfo(dns, "silent.test", "80", &hints, look_up_cancelled, asker));
	}
	while (asker->under_way)
		usleep(100);
	asking--;
	return NULL;
}

static void *configure(void *arg)
{
	while (asking) {
		CHECK(evdns_base_set_option(dns, "ndots:", "2") == 0);
		CHECK(evdns_base_count_nameservers(dns) == 1);
		evdns_base_search_clear(dns);
		evdns_base_search_add(dns, "example.test");
		usleep(200);
	}
	CHECK(event_base_loopbreak(base) == 0);
	return NULL;
}

int main(void)
{
	struct asker askers[ASKERS] = { 0 };
	pthread_t threads[ASKERS], configuring;
	struct fake *fake;

	evthread_use_pthreads();
	base = event_base_new();
	fake = fake_new(base);
	fake_rule(fake, "both.test", "1.2.3.4", "1::2");
	fake_rule(fake, "silent.test", "silent", "silent");
	dns = fake_resolver(base, fake);
	CHECK(evdns_base_set_option(dns, "timeout:", "10") == 0);
	for (int i = 0; i < ASKERS; i++)
		CHECK(!pthread_create(&threads[i], NULL, ask, &askers[i]));
	CHECK(!pthread_create(&configuring, NULL, configure, NULL));
	event_base_dispatch(base);
	for (int i = 0; i < ASKERS; i++)
		pthread_join(threads[i], NULL);
	pthread_join(configuring, NULL);
	CHECK(wrong == 0);
	for (int i = 0; i < 4; i++)
		CHECK(told[i] == ASKERS * ROUNDS);
	evdns_base_free(dns, 1);
	fake_free(fake);
	event_base_free(base);
	return t_result();
}
