// evbuffer_read when there is no memory: -1, and what was not read is still there to read.
// run: once
#include "buffer/oom.h"

static void scenario(void)
{
	static const size_t sizes[] = { 10, 100, 4096 };
	oom_off();
	for (int i = 0; i < 3; i++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n;
			struct evbuffer *buf = oom_state(state, &n);
			unsigned char *p = stream(OOM_FIRST + n, sizes[i]);
			int fd[2], result;
			t_pair(fd);
			CHECK(write(fd[0], p, sizes[i]) == (ssize_t)sizes[i]);
			oom_on();
			result = evbuffer_read(buf, fd[1], -1);
			oom_off();
			CHECK(result > 0 || (result == -1 && al.failed));
			CHECK(holds(buf, OOM_FIRST, n + (size_t)(result > 0 ? result : 0)));
			while (evbuffer_read(buf, fd[1], -1) > 0)
				;
			CHECK(holds(buf, OOM_FIRST, n + sizes[i]));
			close(fd[0]);
			close(fd[1]);
			evbuffer_free(buf);
			free(p);
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("reading", scenario);
	CHECK(al.live == 0);
	return t_result();
}
