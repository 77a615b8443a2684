// evbuffer_copyout_from a pointer at -1 copies nothing. (The original crashes.)
// run: once
// on: ours
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = BLOCKS("some ", "more", "over"), *empty = evbuffer_new();
	struct evbuffer_ptr bad = evbuffer_search(buf, "x", 1, NULL);
	char got[20] = "untouched";

	CHECK(bad.pos == -1);
	for (size_t n = 0; n <= sizeof got; n++) {
		CHECK(evbuffer_copyout_from(buf, &bad, got, n) <= 0);
		CHECK(evbuffer_copyout_from(empty, &bad, got, n) <= 0);
	}
	CHECK(!strcmp(got, "untouched"));
	SAY("done\n");
	evbuffer_free(buf);
	evbuffer_free(empty);
	return t_result();
}
