// evbuffer_reserve_space of nothing, when the last block is full and more than one extent may be used: no abort,
// and the buffer goes on as before. (The original aborts.)
// run: once
// on: ours
#include "buffer/kit.h"

int main(void)
{
	for (int n_vec = 1; n_vec <= 4; n_vec++) {
		struct evbuffer *buf = evbuffer_new();
		struct evbuffer_iovec vec[4];
		int n;
		CHECK(put(buf, 0, 976) == 0);
		n = evbuffer_reserve_space(buf, 0, vec, n_vec);
		CHECK(n >= 0 && n <= n_vec);
		CHECK(holds(buf, 0, 976));
		CHECK(evbuffer_commit_space(buf, vec, 0) == 0);
		CHECK(evbuffer_reserve_space(buf, 1, vec, n_vec) == 1 && vec[0].iov_len == 976);
		CHECK(put(buf, 976, 100) == 0 && holds(buf, 0, 1076));
		evbuffer_free(buf);
	}
	SAY("done\n");
	return t_result();
}
