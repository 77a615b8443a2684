// evbuffer_add_printf and evbuffer_add_vprintf: what they return, and texts of all lengths and kinds.
// run: once
#include "buffer/kit.h"
#include <wchar.h>

__attribute__((format(printf, 2, 3)))
static int with_list(struct evbuffer *buf, const char *format, ...)
{
	va_list list;
	int n;
	va_start(list, format);
	n = evbuffer_add_vprintf(buf, format, list);
	va_end(list);
	return n;
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	const char *empty = "";
	size_t all = 0;

	SAY("%d\n", evbuffer_add_printf(buf, "%s %d %5.2f %c%% %lx %zu|", "text", -5, 3.14159, 'c', 0xabcdefL, (size_t)7));
	SAY("%d\n", evbuffer_add_printf(buf, "plain|"));
	SAY("%d\n", evbuffer_add_printf(buf, "%s", empty));
	SAY("%d\n", evbuffer_add_printf(buf, "zero %c in it|", 0));
	SAY("%d\n", evbuffer_add_printf(buf, "%2$s %1$s|", "world", "hello"));
	SAY("%d\n", with_list(buf, "%s %d|", "list", 7));
	say_text("then", buf);
	evbuffer_drain(buf, 1000);

	/* All lengths up to some blocks. */
	for (int n = 0; n < 3000; n += n < 900 || n > 1100 ? 7 : 1) {
		CHECK(evbuffer_add_printf(buf, "%*d", n + 1, n % 10) == n + 1);
		all += (size_t)n + 1;
	}
	CHECK(evbuffer_get_length(buf) == all);
	for (int n = 0; n < 3000; n += n < 900 || n > 1100 ? 7 : 1) {
		char *line = malloc((size_t)n + 1);
		CHECK(evbuffer_remove(buf, line, (size_t)n + 1) == n + 1);
		CHECK(line[n] == '0' + n % 10 && (n == 0 || (line[0] == ' ' && line[n - 1] == ' ')));
		free(line);
	}
	CHECK(evbuffer_get_length(buf) == 0);

	/* What vsnprintf cannot do. */
	put_text(buf, "text");
	SAY("a character that cannot be converted: %d\n", evbuffer_add_printf(buf, "%lc", (wint_t)0x20ac));
	say_text("then", buf);
	evbuffer_free(buf);
	return t_result();
}
