// evbuffer_add_printf when there is no memory: -1, and nothing of the text is there.
// run: once
#include "buffer/oom.h"

static void scenario(void)
{
	static const int sizes[] = { 1, 70, 200, 5000 };
	oom_off();
	for (int i = 0; i < 4; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n;
			struct evbuffer *buf = oom_state(state, &n);
			int result;
			oom_on();
			result = evbuffer_add_printf(buf, "%*d", sizes[i], 7);
			oom_off();
			CHECK(result == sizes[i] || (result == -1 && al.failed));
			CHECK(evbuffer_get_length(buf) == n + (size_t)(result > 0 ? result : 0));
			CHECK(evbuffer_add_printf(buf, "%*d", 3000, 8) == 3000);
			for (int j = 0; j < 2; j++) {
				struct evbuffer_ptr at;
				char last;
				evbuffer_ptr_set(buf, &at, evbuffer_get_length(buf) - 1 - (j ? 3000 : 0), EVBUFFER_PTR_SET);
				if (j == 0 || result > 0)
					CHECK(evbuffer_copyout_from(buf, &at, &last, 1) == 1 && last == (j ? '7' : '8'));
			}
			evbuffer_free(buf);
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("printing", scenario);
	CHECK(al.live == 0);
	return t_result();
}
