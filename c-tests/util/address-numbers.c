// run: once
// on: ours
// Numbers in addresses that are too large are refused. (The original takes some modulo 2^32.)
#include "kit.h"

int main(void)
{
	unsigned char bytes[16];
	unsigned index;
	struct sockaddr_storage address;
	int len = sizeof(address);

	CHECK(evutil_inet_pton(AF_INET, "4294967297.0.0.1", bytes) == 0);
	CHECK(evutil_inet_pton(AF_INET, "1.2.3.-4294967295", bytes) == 0);
	CHECK(evutil_inet_pton(AF_INET, "1.2.3.99999999999999999999999", bytes) == 0);
	CHECK(evutil_inet_pton(AF_INET6, "::1.2.3.4294967296", bytes) == 0);
	CHECK(evutil_inet_pton_scope(AF_INET6, "::1%4294967297", bytes, &index) == 0);
	CHECK(evutil_inet_pton_scope(AF_INET6, "::1%-1", bytes, &index) == 0);
	CHECK(evutil_inet_pton_scope(AF_INET6, "::1%99999999999999999999999", bytes, &index) == 0);
	CHECK(evutil_parse_sockaddr_port("1.2.3.4:4294967376", (struct sockaddr *)&address, &len) == -1);
	CHECK(evutil_parse_sockaddr_port("[::1]:-4294967216", (struct sockaddr *)&address, &len) == -1);
	return t_result();
}
