// evbuffer_search_eol from a given place: also from the middle of an end of line, and from the buffer's end.
// run: once
#include "buffer/kit.h"

static void all(const char *title, struct evbuffer *buf)
{
	SAY("%s\n", title);
	for (int style = 0; style < EOL_STYLES; style++) {
		SAY("  %s:", eol_name(style));
		for (size_t i = 0; i <= evbuffer_get_length(buf); i++) {
			struct evbuffer_ptr from, at;
			size_t length = 77;
			CHECK(evbuffer_ptr_set(buf, &from, i, EVBUFFER_PTR_SET) == 0);
			at = evbuffer_search_eol(buf, &from, &length, style);
			SAY(" %zd/%zu", at.pos, length);
		}
		SAY("\n");
	}
}

static void none(const char *title, struct evbuffer *buf)
{
	SAY("%s\n", title);
	for (int style = -1; style <= EOL_STYLES; style++) {
		size_t length = 77;
		struct evbuffer_ptr at = evbuffer_search_eol(buf, NULL, &length, (enum evbuffer_eol_style)style);
		SAY("  style %d: %zd/%zu\n", style, at.pos, length);
	}
}

int main(void)
{
	static const char text[] = "a\r\n\n\r\rb\r\r\n\0\0c\n";
	struct evbuffer *buf = evbuffer_new();
	none("empty", buf);
	evbuffer_expand(buf, 10);
	none("an empty block", buf);
	evbuffer_add(buf, text, sizeof text - 1);
	all("one block", buf);
	none("without a place", buf);
	evbuffer_free(buf);
	for (size_t cut = 1; cut <= 4; cut++) {
		buf = evbuffer_new();
		for (size_t i = 0; i < sizeof text - 1; i += cut)
			evbuffer_add_reference(buf, text + i, cut < sizeof text - 1 - i ? cut : sizeof text - 1 - i,
			    NULL, NULL);
		all("blocks", buf);
		evbuffer_free(buf);
	}
	return t_result();
}
