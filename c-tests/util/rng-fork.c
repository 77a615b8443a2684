// run: once
// After a fork parent and children draw different random bytes.
#include "t.h"

int main(void)
{
	unsigned char drawn[4][32];
	int i, j, fd[2];
	CHECK(evutil_secure_rng_init() == 0);
	evutil_secure_rng_get_bytes(drawn[0], 32); /* the generator is in use before */
	for (i = 0; i < 3; i++) {
		CHECK(pipe(fd) == 0);
		if (fork() == 0) {
			unsigned char mine[32];
			evutil_secure_rng_get_bytes(mine, 32);
			_exit(write(fd[1], mine, 32) != 32);
		}
		CHECK(read(fd[0], drawn[i], 32) == 32);
		CHECK(wait(NULL) > 0);
	}
	evutil_secure_rng_get_bytes(drawn[3], 32);
	for (i = 0; i < 4; i++)
		for (j = 0; j < i; j++)
			CHECK(memcmp(drawn[i], drawn[j], 32));
	return t_result();
}
