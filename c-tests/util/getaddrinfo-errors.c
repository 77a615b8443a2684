// run: once
// evutil_getaddrinfo: wrong hosts, services and hints; the list stays as it was.
#include "lookup.h"

int main(void)
{
	static const char *const services[] = { "", " ", "-1", "0", "65535", "65536", "99999", "080",
		" 80", "80 ", "80x", "0x50", "+80", "nosuchservice", "4294967376" };
	static const char *const hosts[] = { "1.2.3", "1.2.3.4 ", "0x7f000001", "127.1", "1.2.3.400",
		":::", "::1%nosuch", "[::1]", "01.02.03.04", "" };
	struct evutil_addrinfo hints = { .ai_socktype = SOCK_STREAM };

	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		look_up("1.2.3.4", services[i], &hints);
	hints.ai_flags = EVUTIL_AI_NUMERICSERV;
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		look_up("1.2.3.4", services[i], &hints);
	hints.ai_flags = EVUTIL_AI_NUMERICHOST;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		look_up(hosts[i], "80", &hints);
	look_up(NULL, NULL, &hints);

	hints.ai_flags = 0;
	for (int family = -1; family < 20; family++) {
		hints.ai_family = family;
		SAY("family %d ", family);
		look_up("1.2.3.4", "80", &hints);
	}
	hints.ai_family = AF_UNSPEC;
	for (int type = -1; type < 12; type++) {
		hints.ai_socktype = type;
		SAY("type %d ", type);
		look_up("1.2.3.4", "80", &hints);
	}
	hints.ai_socktype = SOCK_STREAM;
	for (int bit = 0; bit < 32; bit++) {
		hints.ai_flags = (int)(1u << bit);
		SAY("flag %x ", hints.ai_flags);
		look_up("1.2.3.4", "80", &hints);
	}
	hints.ai_flags = EVUTIL_AI_CANONNAME;
	look_up(NULL, "80", &hints);
	return t_result();
}
