// evbuffer_add_buffer and evbuffer_prepend_buffer need no memory.
// run: once
#include "buffer/oom.h"

int main(void)
{
	al_start();
	for (int state = 0; state < OOM_STATES; state++) {
		size_t n;
		struct evbuffer *src = oom_state(state, &n), *dst = evbuffer_new();
		put(dst, OOM_FIRST - 50, 50);
		al_fail(1, 1);
		CHECK(evbuffer_add_buffer(dst, src) == 0);
		CHECK(evbuffer_drain(dst, 50) == 0);
		CHECK(evbuffer_prepend_buffer(src, dst) == 0);
		CHECK(al.failed == 0);
		al_stop_failing();
		CHECK(holds(src, OOM_FIRST, n));
		evbuffer_free(src);
		evbuffer_free(dst);
	}
	CHECK(al.live == 0);
	SAY("done\n");
	return t_result();
}
