// evbuffer_write_atmost sends no more of a file than it was asked for, also when the kernel sends it. (The
// original sends all.)
// run: once
// on: ours
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	int file = file_with(30000), fd[2];
	size_t n = 0;

	t_pair(fd);
	evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD);
	put(buf, 0, 10);
	CHECK(evbuffer_add_file(buf, file, 10, 29990) == 0);
	while (evbuffer_get_length(buf)) {
		unsigned char got[2000], *want;
		int result = evbuffer_write_atmost(buf, fd[0], 1000);
		if (!CHECK(result > 0 && result <= 1000))
			break;
		want = stream(n, 2000);
		CHECK(read(fd[1], got, sizeof got) == result && memcmp(got, want, (size_t)result) == 0);
		n += (size_t)result;
		free(want);
		CHECK(evbuffer_get_length(buf) == 30000 - n);
	}
	CHECK(!is_open(file));
	CHECK(n == 30000);
	SAY("done\n");
	evbuffer_free(buf);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
