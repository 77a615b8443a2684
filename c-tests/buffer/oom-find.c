// evbuffer_find when there is no memory to bring what is found into one piece: NULL, and the buffer holds what it
// held.
// run: once
#include "buffer/oom.h"

static void scenario(void)
{
	static const size_t places[] = { 0, 5, 480, 895, 990 };
	oom_off();
	for (int i = 0; i < 5; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n, at = places[i];
			struct evbuffer *buf = oom_state(state, &n);
			unsigned char *what = stream(OOM_FIRST + at, 30), *found;
			oom_on();
			found = evbuffer_find(buf, what, 30);
			oom_off();
			CHECK(found || al.failed || n < at + 30);
			CHECK(!found || memcmp(found, what, 30) == 0);
			CHECK(holds(buf, OOM_FIRST, n));
			free(what);
			evbuffer_free(buf);
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("finding", scenario);
	CHECK(al.live == 0);
	return t_result();
}
