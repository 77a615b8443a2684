// Moving bytes between buffers when there is no memory: -1 and nothing is moved, or all is. (The original loses
// bytes.)
// run: once
// on: ours
#include "buffer/oom.h"

static void check_both(struct evbuffer *src, struct evbuffer *dst, size_t total)
{
	size_t moved = total - evbuffer_get_length(src);
	CHECK(evbuffer_get_length(dst) == 50 + moved);
	CHECK(holds(src, OOM_FIRST + moved, total - moved));
	evbuffer_drain(dst, 50);
	CHECK(holds(dst, OOM_FIRST, moved));
	CHECK(put(dst, OOM_FIRST + moved, 2000) == 0 && holds(dst, OOM_FIRST, moved + 2000));
	CHECK(put(src, OOM_FIRST + total, 2000) == 0 && holds(src, OOM_FIRST + moved, total - moved + 2000));
}

static void one(int what, int state)
{
	static const size_t sizes[] = { 5, 905, 2000 };
	size_t n;
	struct evbuffer *src = oom_state(state, &n), *dst = evbuffer_new();
	int result, expected = 0;

	put(dst, OOM_FIRST - 50, 50);
	oom_on();
	if (what == 0)
		result = evbuffer_add_buffer(dst, src);
	else
		result = evbuffer_remove_buffer(src, dst, sizes[what - 1]);
	oom_off();
	if (what)
		expected = (int)(n < sizes[what - 1] ? n : sizes[what - 1]);
	CHECK(result == expected || (result == -1 && al.failed));
	if (result == -1 || what == 0)
		CHECK(evbuffer_get_length(src) == (result == -1 ? n : 0));
	check_both(src, dst, n);
	evbuffer_free(src);
	evbuffer_free(dst);
}

static void scenario(void)
{
	oom_off();
	for (int what = 0; what < 4; what++) {
		for (int state = 0; state < OOM_STATES; state++) {
			one(what, state);
			if (t_failures) {
				SAY("what %d, state %d\n", what, state);
				return;
			}
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("moving", scenario);
	CHECK(al.live == 0);
	return t_result();
}
