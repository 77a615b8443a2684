// run: once
// evutil_getaddrinfo: each flag, alone and with others.
#include "lookup.h"

int main(void)
{
	static const int flags[] = { 0, EVUTIL_AI_PASSIVE, EVUTIL_AI_CANONNAME,
		EVUTIL_AI_NUMERICHOST, EVUTIL_AI_NUMERICSERV, EVUTIL_AI_ADDRCONFIG, EVUTIL_AI_V4MAPPED,
		EVUTIL_AI_ALL, EVUTIL_AI_V4MAPPED | EVUTIL_AI_ALL,
		EVUTIL_AI_V4MAPPED | EVUTIL_AI_ADDRCONFIG,
		EVUTIL_AI_NUMERICHOST | EVUTIL_AI_CANONNAME,
		EVUTIL_AI_NUMERICHOST | EVUTIL_AI_NUMERICSERV | EVUTIL_AI_PASSIVE };
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		for (int f = 0; f < 3; f++) {
			struct evutil_addrinfo hints = { .ai_flags = flags[i], .ai_family = families[f],
				.ai_socktype = SOCK_STREAM };
			SAY("flags %x family %d\n", hints.ai_flags, hints.ai_family);
			look_up("127.0.0.1", "80", &hints);
			look_up("::1", "80", &hints);
			look_up(NULL, "80", &hints);
			look_up("127.0.0.1", "http", &hints);
			look_up("127.0.0.1", NULL, &hints);
			if (hints.ai_family == AF_INET)
				look_up("localhost", "80", &hints);
		}
	}
	return t_result();
}
