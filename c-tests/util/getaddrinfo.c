// run: once
// evutil_getaddrinfo: numeric hosts, no host, no service; types and protocols; order of the list.
#include "lookup.h"

int main(void)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
	static const int types[][2] = { { 0, 0 }, { SOCK_STREAM, 0 }, { SOCK_DGRAM, 0 },
		{ SOCK_RAW, 0 }, { 0, IPPROTO_TCP }, { 0, IPPROTO_UDP }, { SOCK_STREAM, IPPROTO_TCP },
		{ SOCK_DGRAM, IPPROTO_TCP }, { SOCK_STREAM, IPPROTO_UDP }, { SOCK_RAW, 99 } };

	SAY("no hints\n");
	look_up("1.2.3.4", "80", NULL);
	look_up("::1", "80", NULL);
	look_up("1.2.3.4", NULL, NULL);
	look_up(NULL, "80", NULL);
	look_up(NULL, NULL, NULL);
	for (int f = 0; f < 3; f++) {
		for (int t = 0; t < 10; t++) {
			struct evutil_addrinfo hints = { .ai_family = families[f],
				.ai_socktype = types[t][0], .ai_protocol = types[t][1] };
			SAY("family %d type %d protocol %d\n", hints.ai_family, hints.ai_socktype,
			    hints.ai_protocol);
			look_up("1.2.3.4", "80", &hints);
			look_up("1::2", "80", &hints);
			look_up("1::2%lo", "80", &hints);
			look_up("1.2.3.4", NULL, &hints);
			look_up(NULL, "80", &hints);
			look_up("1.2.3.4", "http", &hints);
			look_up("1.2.3.4", "domain", &hints);
			hints.ai_flags = EVUTIL_AI_PASSIVE;
			look_up(NULL, "80", &hints);
			look_up("1.2.3.4", "80", &hints);
		}
	}
	return t_result();
}
