// run: once
// evutil_inet_ntop writes random addresses the same way, and evutil_inet_pton reads them back.
#include "kit.h"

int main(void)
{
	unsigned char bytes[16], back[16];
	char text[INET6_ADDRSTRLEN];
	for (int i = 0; i < 5000; i++) {
		for (int k = 0; k < 16; k += 2) {
			int kind = below(5);
			bytes[k] = kind == 0 ? below(256) : kind == 1 ? 0xff : 0;
			bytes[k + 1] = kind < 2 ? bytes[k] | below(256) : kind == 2 ? below(256) : 0;
		}
		if (one_in(5))
			memset(bytes, 0, 10);
		CHECK(evutil_inet_ntop(AF_INET6, bytes, text, sizeof(text)) == text);
		printf("%s\n", text);
		CHECK(evutil_inet_pton(AF_INET6, text, back) == 1 && !memcmp(bytes, back, 16));
		CHECK(evutil_inet_ntop(AF_INET, bytes, text, sizeof(text)) == text);
		printf("%s\n", text);
		CHECK(evutil_inet_pton(AF_INET, text, back) == 1 && !memcmp(bytes, back, 4));
	}
	return t_result();
}
