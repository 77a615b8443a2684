// run: once
// on: ours
// The helpers that make something, with any request for memory refused: a list of addresses or EVUTIL_EAI_MEMORY, a timer
// or NULL, a socket or -1; and nothing is lost.
#include "memory/alloc.h"
#include "util/kit.h"

static void look_up(const char *node, const char *service, int flags, int family)
{
	struct evutil_addrinfo hints = { .ai_flags = flags, .ai_family = family, .ai_socktype = SOCK_STREAM };
	struct evutil_addrinfo *list = NULL;
	int error = evutil_getaddrinfo(node, service, &hints, &list);
	if (error) {
		CHECK(error == EVUTIL_EAI_MEMORY && al.failed && !list);
		return;
	}
	CHECK(list && list->ai_addr);
	CHECK(!(flags & EVUTIL_AI_CANONNAME) || list->ai_canonname);
	evutil_freeaddrinfo(list);
}

static void scenario(void)
{
	struct evutil_monotonic_timer *timer = evutil_monotonic_timer_new();
	struct timeval tv;
	CHECK(timer || al.failed);
	if (timer) {
		CHECK(evutil_configure_monotonic_time(timer, 0) == 0 && evutil_gettime_monotonic(timer, &tv) == 0);
		evutil_monotonic_timer_free(timer);
	}
	look_up("127.0.0.1", "80", 0, AF_UNSPEC);
	look_up("::1", NULL, EVUTIL_AI_NUMERICHOST | EVUTIL_AI_CANONNAME, AF_UNSPEC);
	look_up(NULL, "80", EVUTIL_AI_PASSIVE, AF_UNSPEC);
	look_up("localhost", "80", EVUTIL_AI_CANONNAME, AF_INET);
}

int main(void)
{
	al_start();
	scenario();
	al_every_failure("helpers", scenario);
	CHECK(al.live == 0);
	return t_result();
}
