// Arguments of evbuffer_reserve_space that are refused, or ask for nothing.
// run: once
#include "buffer/kit.h"

static void reserve(struct evbuffer *buf, ev_ssize_t size, int n_vec)
{
	struct evbuffer_iovec vec[4];
	int n;
	memset(vec, 0, sizeof vec);
	n = evbuffer_reserve_space(buf, size, vec, n_vec);
	SAY("reserve %zd in %d: %d, ", size, n_vec, n);
	say_lengths(vec, n);
	SAY("\n");
}

static void all(struct evbuffer *buf)
{
	static const ev_ssize_t sizes[] = { 0, -1, EV_SSIZE_MIN, EV_SSIZE_MAX, EV_SSIZE_MAX - 10, EV_SSIZE_MAX - 48,
		EV_SSIZE_MAX / 2, EV_SSIZE_MAX / 2 + 1, 10 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (int n_vec = -1; n_vec <= 3; n_vec++)
			reserve(buf, sizes[i], n_vec);
	}
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_reserve_space(buf, 10, NULL, 0) == -1);
	SAY("empty\n");
	all(buf);
	put(buf, 0, 900);
	SAY("900 bytes\n");
	all(buf);
	CHECK(holds(buf, 0, 900));
	evbuffer_free(buf);
	return t_result();
}
