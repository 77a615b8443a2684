// run: once
// evutil_secure_rng: bytes that fill just the buffer, differ every time, and use all values.
#include "t.h"

int main(void)
{
	static unsigned char big[100000];
	unsigned char a[48], b[48];
	long seen[256] = { 0 };
	size_t n;
	int i;

	SAY("%d\n", evutil_secure_rng_init());
	SAY("%d\n", evutil_secure_rng_init());
	for (n = 0; n < 33; n++) { /* 8 bytes before, n filled, the rest as it was */
		memset(a, '#', sizeof(a));
		evutil_secure_rng_get_bytes(a + 8, n);
		for (i = 0; i < 8; i++)
			CHECK(a[i] == '#');
		for (i = 8 + n; i < 48; i++)
			CHECK(a[i] == '#');
	}
	evutil_secure_rng_get_bytes(a, sizeof(a));
	evutil_secure_rng_get_bytes(b, sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)));
	evutil_secure_rng_add_bytes("some", 4);
	evutil_secure_rng_add_bytes("", 0);
	evutil_secure_rng_get_bytes(a, sizeof(a));
	CHECK(memcmp(a, b, sizeof(a)));
	evutil_secure_rng_get_bytes(big, sizeof(big));
	for (i = 0; i < (int)sizeof(big); i++)
		seen[big[i]]++;
	for (i = 0; i < 256; i++) /* 390 expected; outside this once in 10^30 or so */
		CHECK(seen[i] > 150 && seen[i] < 650);
	evutil_secure_rng_get_bytes(big, 0);
	return t_result();
}
