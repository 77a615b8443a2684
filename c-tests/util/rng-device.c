// run: once
// evutil_secure_rng_set_urandom_device_file: there is no such file to choose, because the
// generator is the system's own; said with -1, whatever the name, and nothing changes.
#include "t.h"

int main(void)
{
	static char good[] = "/dev/urandom", bad[] = "/no/such/file";
	unsigned char a[16], b[16];
	t_log();
	SAY("%d\n", evutil_secure_rng_set_urandom_device_file(good));
	SAY("%d\n", evutil_secure_rng_set_urandom_device_file(bad));
	SAY("%d\n", evutil_secure_rng_init());
	SAY("%d\n", evutil_secure_rng_set_urandom_device_file(NULL));
	evutil_secure_rng_get_bytes(a, 16);
	evutil_secure_rng_get_bytes(b, 16);
	CHECK(memcmp(a, b, 16));
	return t_result();
}
