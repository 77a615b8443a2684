// evbuffer_prepend when there is no memory: -1 and the buffer holds what it held, also where a part would fit into
// the room before the data. (The original has then written that part.)
// run: once
// on: ours
#include "buffer/oom.h"

static void scenario(void)
{
	static const size_t sizes[] = { 10, 150, 5000 };
	oom_off();
	for (int i = 0; i < 3; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n, first = OOM_FIRST;
			struct evbuffer *buf = oom_state(state, &n);
			unsigned char *p = stream(first - sizes[i], sizes[i]);
			int result;
			oom_on();
			result = evbuffer_prepend(buf, p, sizes[i]);
			oom_off();
			CHECK(result == 0 || (result == -1 && al.failed));
			if (result == 0)
				first -= sizes[i];
			n += OOM_FIRST - first;
			CHECK(holds(buf, first, n));
			free(p);
			p = stream(first - 1200, 1200);
			CHECK(evbuffer_prepend(buf, p, 1200) == 0 && put(buf, first + n, 3000) == 0);
			CHECK(holds(buf, first - 1200, n + 4200));
			free(p);
			evbuffer_free(buf);
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("prepending", scenario);
	CHECK(al.live == 0);
	return t_result();
}
