// evbuffer_search_eol: where each style finds the end of a line, and how long it is, for every text of four
// characters, in one block and with a block for each character.
// run: once
#include "buffer/kit.h"

static void find(const char *text, size_t n, int style)
{
	for (int single = 0; single < 2; single++) {
		struct evbuffer *buf = evbuffer_new();
		size_t length = 77;
		struct evbuffer_ptr at, from;
		for (size_t i = 0; i < n; i += single ? 1 : n)
			evbuffer_add_reference(buf, text + i, single ? 1 : n, NULL, NULL);
		at = evbuffer_search_eol(buf, NULL, &length, style);
		if (!single)
			SAY(" %zd/%zu", at.pos, length);
		else if (at.pos >= 0)
			SAY("=%zd/%zu", at.pos, length);
		else
			SAY("=%zd", at.pos);
		CHECK(evbuffer_search_eol(buf, NULL, NULL, style).pos == at.pos);
		/* From the found place on it is found again. */
		if (at.pos >= 0) {
			from = evbuffer_search_eol(buf, &at, NULL, style);
			CHECK(from.pos == at.pos);
			CHECK(evbuffer_ptr_set(buf, &at, length, EVBUFFER_PTR_ADD) == 0);
		}
		evbuffer_free(buf);
	}
}

int main(void)
{
	static const char letters[] = { 'x', '\r', '\n', 0 };
	for (int style = 0; style < EOL_STYLES; style++) {
		SAY("%s\n", eol_name(style));
		for (int i = 0; i < 256; i++) {
			char text[] = { letters[i >> 6], letters[i >> 4 & 3], letters[i >> 2 & 3], letters[i & 3] };
			say_bytes(text, 4);
			find(text, 4, style);
			SAY("\n");
		}
	}
	return t_result();
}
