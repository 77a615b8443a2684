// Lines longer than blocks, and ends of lines that fall between two blocks.
// run: once
#include "buffer/kit.h"

int main(void)
{
	static const size_t sizes[] = { 0, 1, 974, 975, 976, 977, 978, 2000, 4047, 4048, 4049, 100000 };
	static const char *const ends[] = { "\r\n", "\r\n", "\r\n", "\n", "" };
	for (int style = 0; style < EOL_STYLES; style++) {
		struct evbuffer *buf = evbuffer_new();
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			for (size_t j = 0; j < sizes[i]; j++)
				evbuffer_add(buf, "x", 1);
			evbuffer_add(buf, ends[style], style == EVBUFFER_EOL_NUL ? 1 : strlen(ends[style]));
		}
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			size_t n;
			char *line = evbuffer_readln(buf, &n, style);
			if (!CHECK(line && n == sizes[i] && strlen(line) == n))
				SAY("%s, line %zu\n", eol_name(style), i);
			free(line);
		}
		SAY("%s: %zu left\n", eol_name(style), evbuffer_get_length(buf));
		evbuffer_free(buf);
	}
	return t_result();
}
