// The pointer at -1 that evbuffer_ptr_set and evbuffer_search give when they fail, used all the same.
// run: once
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = BLOCKS("some ", "more", "over");
	struct evbuffer_ptr bad, not_found = evbuffer_search(buf, "x", 1, NULL), from, at;
	struct evbuffer_iovec vec[4];
	static const size_t steps[] = { 0, 1, 2, 13, 14, 15, SIZE_MAX / 2, SIZE_MAX };
	size_t length = 77;

	CHECK(evbuffer_ptr_set(buf, &bad, 14, EVBUFFER_PTR_SET) == -1 && bad.pos == -1);
	CHECK(not_found.pos == -1);
	for (int i = 0; i < 2; i++) {
		from = i ? not_found : bad;
		SAY("peek: %d\n", evbuffer_peek(buf, -1, &from, vec, 4));
		SAY("peek, 3 bytes: %d\n", evbuffer_peek(buf, 3, &from, vec, 4));
		SAY("search: %zd\n", evbuffer_search(buf, "o", 1, &from).pos);
		SAY("search nothing: %zd\n", evbuffer_search(buf, "", 0, &from).pos);
		SAY("search a range: %zd\n", evbuffer_search_range(buf, "o", 1, NULL, &from).pos);
		at = evbuffer_search_eol(buf, &from, &length, EVBUFFER_EOL_LF);
		SAY("search_eol: %zd, length %zu\n", at.pos, length);
		for (size_t j = 0; j < sizeof steps / sizeof *steps; j++) {
			at = from;
			SAY("%zu onwards: %d", steps[j], evbuffer_ptr_set(buf, &at, steps[j], EVBUFFER_PTR_ADD));
			SAY(", at %zd\n", at.pos);
		}
	}
	at = bad;
	SAY("an unknown way: %d", evbuffer_ptr_set(buf, &at, 1, (enum evbuffer_ptr_how)7));
	SAY(", at %zd\n", at.pos);
	say_text("still", buf);
	evbuffer_free(buf);
	return t_result();
}
