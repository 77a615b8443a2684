// evbuffer_add_reference_with_offset when there is no memory: -1 and no clean-up is called, or it is done. (The
// original does not have it.)
// run: once
// on: ours
#include "buffer/oom.h"

static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

static void scenario(void)
{
	oom_off();
	for (int state = 0; state < OOM_STATES; state++) {
		size_t n;
		struct evbuffer *buf = oom_state(state, &n);
		unsigned char *p = stream(OOM_FIRST + n - 10, 110);
		int result;
		cleaned = 0;
		oom_on();
		result = evbuffer_add_reference_with_offset(buf, p, 10, 100, on_clean, NULL);
		oom_off();
		CHECK(result == 0 || (result == -1 && al.failed));
		CHECK(cleaned == 0 && holds(buf, OOM_FIRST, n + (result ? 0 : 100)));
		evbuffer_free(buf);
		CHECK(cleaned == (result == 0));
		free(p);
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("referring", scenario);
	CHECK(al.live == 0);
	return t_result();
}
