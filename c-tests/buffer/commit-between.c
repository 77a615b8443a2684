// Room that was reserved in one piece is in an empty block between others: behind the last bytes there is too little,
// and at the end there is another block. What is written there becomes part of the buffer.
// run: once
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_iovec vec[3];
	CHECK(put(buf, 0, 8000) == 0);
	CHECK(evbuffer_reserve_space(buf, 1000, vec, 2) == 2);
	CHECK(evbuffer_reserve_space(buf, 3000, vec, 3) == 3);

	CHECK(evbuffer_reserve_space(buf, 500, vec, 1) == 1);
	SAY("%zu bytes of room\n", vec[0].iov_len);
	for (size_t i = 0; i < 500; i++)
		((unsigned char *)vec[0].iov_base)[i] = nth(8000 + i);
	vec[0].iov_len = 500;
	SAY("commit: %d\n", evbuffer_commit_space(buf, vec, 1));
	SAY("%zu bytes\n", evbuffer_get_length(buf));
	CHECK(holds(buf, 0, evbuffer_get_length(buf)));
	evbuffer_free(buf);
	return t_result();
}
