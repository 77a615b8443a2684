// evbuffer_pullup when there is no memory: NULL, and the buffer holds what it held.
// run: once
#include "buffer/oom.h"

static void scenario(void)
{
	static const ev_ssize_t sizes[] = { -1, 1, 901, 2000 };
	oom_off();
	for (int i = 0; i < 4; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n;
			struct evbuffer *buf = oom_state(state, &n);
			unsigned char *p;
			oom_on();
			p = evbuffer_pullup(buf, sizes[i]);
			oom_off();
			CHECK(p || al.failed || (sizes[i] < 0 ? n == 0 : n < (size_t)sizes[i]));
			CHECK(holds(buf, OOM_FIRST, n));
			CHECK(put(buf, OOM_FIRST + n, 3000) == 0);
			CHECK(evbuffer_pullup(buf, -1) != NULL);
			CHECK(holds(buf, OOM_FIRST, n + 3000));
			evbuffer_free(buf);
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("pulling up", scenario);
	CHECK(al.live == 0);
	return t_result();
}
