// run: once
// on: ours
// NULL for what the functions for addresses need: an error, or nothing. (The original crashes.)
#include "kit.h"

int main(void)
{
	unsigned char bytes[16] = { 0 };
	char text[INET6_ADDRSTRLEN];
	struct sockaddr_storage address = { .ss_family = AF_INET };
	struct sockaddr *sa = (struct sockaddr *)&address;
	struct evutil_addrinfo *list;
	int len = sizeof(address);

	CHECK(evutil_inet_pton(AF_INET, NULL, bytes) == 0);
	CHECK(evutil_inet_pton(AF_INET6, "::1", NULL) == 0);
	CHECK(evutil_inet_pton_scope(AF_INET6, NULL, bytes, NULL) == 0);
	CHECK(evutil_inet_pton_scope(AF_INET6, "::1%1", bytes, NULL) == 1);
	CHECK(evutil_inet_ntop(AF_INET, NULL, text, sizeof(text)) == NULL);
	CHECK(evutil_inet_ntop(AF_INET6, bytes, NULL, 0) == NULL);
	CHECK(evutil_parse_sockaddr_port(NULL, sa, &len) == -1);
	CHECK(evutil_parse_sockaddr_port("1.2.3.4", NULL, &len) == -1);
	CHECK(evutil_parse_sockaddr_port("1.2.3.4", sa, NULL) == -1);
	CHECK(evutil_sockaddr_cmp(NULL, sa, 1) != 0);
	CHECK(evutil_sockaddr_cmp(sa, NULL, 0) != 0);
	CHECK(evutil_getaddrinfo("1.2.3.4", "80", NULL, NULL) == EVUTIL_EAI_FAIL);
	CHECK(evutil_getaddrinfo(NULL, NULL, NULL, &list) == EVUTIL_EAI_NONAME);
	evutil_freeaddrinfo(NULL);
	return t_result();
}
