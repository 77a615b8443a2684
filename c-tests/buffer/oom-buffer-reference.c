// evbuffer_add_buffer_reference when there is no memory: -1, and both buffers are as they were. (The original
// says 0, and bytes are missing.)
// run: once
// on: ours
#include "buffer/oom.h"

static void scenario(void)
{
	oom_off();
	for (int state = 0; state < OOM_STATES; state++) {
		size_t n;
		struct evbuffer *src = oom_state(state, &n), *dst = evbuffer_new();
		int result;
		put(dst, OOM_FIRST - 50, 50);
		oom_on();
		result = evbuffer_add_buffer_reference(dst, src);
		oom_off();
		CHECK(result == 0 || (result == -1 && al.failed));
		CHECK(holds(dst, OOM_FIRST - 50, 50 + (result ? 0 : n)));
		CHECK(holds(src, OOM_FIRST, n));
		CHECK(put(src, OOM_FIRST + n, 2000) == 0 && holds(src, OOM_FIRST, n + 2000));
		CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
		evbuffer_free(src);
		CHECK(put(dst, 0, 10) == 0);
		evbuffer_free(dst);
		if (t_failures) {
			SAY("state %d\n", state);
			return;
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("referring to a buffer", scenario);
	CHECK(al.live == 0);
	return t_result();
}
