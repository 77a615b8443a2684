// Adding bytes and making room when there is no memory: -1 and the buffer holds what it held, or all of it was
// done; afterwards the buffer works.
// run: once
// timeout: 60
#include "buffer/oom.h"

static int fill(struct evbuffer *buf, size_t first, size_t n, int n_vec)
{
	struct evbuffer_iovec vec[3];
	int count = evbuffer_reserve_space(buf, (ev_ssize_t)n, vec, n_vec);
	size_t done = 0;
	if (count < 0)
		return -1;
	for (int i = 0; i < count; i++) {
		size_t part = n - done < vec[i].iov_len ? n - done : vec[i].iov_len;
		unsigned char *p = stream(first + done, part);
		memcpy(vec[i].iov_base, p, part);
		vec[i].iov_len = part;
		done += part;
		free(p);
	}
	CHECK(done == n);
	return evbuffer_commit_space(buf, vec, count);
}

/* Does one thing to the buffer, which holds HAD bytes. */
static void one(struct evbuffer *buf, int what, size_t had)
{
	static const size_t sizes[] = { 10, 100, 5000 };
	size_t first = OOM_FIRST, n = had, size = sizes[what % 3];
	unsigned char *p = stream(first + n, size);
	int result = 0;
	struct evbuffer_iovec vec = { p, size };

	oom_on();
	switch (what / 3) {
	case 0: result = evbuffer_add(buf, p, size); break;
	case 1: result = evbuffer_expand(buf, size); break;
	case 2: result = fill(buf, first + n, size, 1); break;
	case 3: result = fill(buf, first + n, size, 2); break;
	case 4: result = fill(buf, first + n, size, 3); break;
	case 5: result = evbuffer_add_iovec(buf, &vec, 1) == size ? 0 : -1; break;
	}
	oom_off();
	if (result == 0 && what / 3 != 1)
		n += size;
	CHECK(result == 0 || (result == -1 && al.failed));
	CHECK(holds(buf, first, n));
	CHECK(put(buf, first + n, 3000) == 0);
	CHECK(holds(buf, first, n + 3000));
	evbuffer_drain(buf, n);
	CHECK(holds(buf, first + n, 3000));
	free(p);
}

static void scenario(void)
{
	oom_off();
	for (int what = 0; what < 6 * 3; what++) {
		for (int state = 0; state < OOM_STATES; state++) {
			size_t n;
			struct evbuffer *buf = oom_state(state, &n);
			one(buf, what, n);
			evbuffer_free(buf);
			if (t_failures) {
				SAY("what %d, size %d, state %d\n", what / 3, what % 3, state);
				return;
			}
		}
	}
	oom_on();
}

int main(void)
{
	al_start();
	al_every_failure("adding bytes", scenario);
	CHECK(al.live == 0);
	return t_result();
}
