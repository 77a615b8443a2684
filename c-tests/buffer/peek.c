// evbuffer_peek: which extents it gives and how many it says are needed, for lengths, starts and sizes of
// the array. It never changes the buffer.
// run: once
#include "buffer/kit.h"

static void peek(struct evbuffer *buf, ev_ssize_t length, struct evbuffer_ptr *start, int n_vec)
{
	struct evbuffer_iovec vec[6];
	int n;
	for (int i = 0; i < 6; i++)
		vec[i] = (struct evbuffer_iovec){ "untouched", 9 };
	n = evbuffer_peek(buf, length, start, vec, n_vec);
	SAY("peek %zd", length);
	if (start)
		SAY(" from %zd", start->pos);
	SAY(" in %d: %d", n_vec, n);
	for (int i = 0; i < n_vec; i++) {
		SAY(" ");
		say_bytes(vec[i].iov_base, vec[i].iov_len);
	}
	SAY("\n");
	CHECK(n_vec < 6);
	CHECK(!strcmp(vec[5].iov_base, "untouched"));
}

int main(void)
{
	static const ev_ssize_t lengths[] = { -1, -2, 0, 1, 5, 6, 9, 10, 13, 14, 100, EV_SSIZE_MAX, EV_SSIZE_MIN };
	struct evbuffer *buf = BLOCKS("some ", "more", "over");
	struct evbuffer_ptr at;
	const size_t starts[] = { 0, 1, 4, 5, 6, 9, 12, 13 };

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		for (int n_vec = 0; n_vec <= 4; n_vec++)
			peek(buf, lengths[i], NULL, n_vec);
		CHECK(evbuffer_peek(buf, lengths[i], NULL, NULL, 0)
		    == evbuffer_peek(buf, lengths[i], NULL, (struct evbuffer_iovec[5]){ { 0 } }, 5));
	}
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		CHECK(evbuffer_ptr_set(buf, &at, starts[i], EVBUFFER_PTR_SET) == 0);
		for (size_t j = 0; j < 8; j++)
			peek(buf, lengths[j], &at, 3);
		peek(buf, -1, &at, 1);
		peek(buf, -1, &at, 0);
	}
	say_text("unchanged", buf);
	evbuffer_free(buf);
	return t_result();
}
