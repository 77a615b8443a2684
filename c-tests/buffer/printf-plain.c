// evbuffer_add_printf with conversions that have neither flags nor a width, and with such as look like it.
// run: once
#include "buffer/kit.h"
#include <errno.h>
#include <limits.h>
#include <stdint.h>

#define SHOW(...) do { \
	int n = evbuffer_add_printf(buf, __VA_ARGS__); \
	CHECK(evbuffer_get_length(buf) == (size_t)n); \
	say_text(#__VA_ARGS__, buf); \
	evbuffer_drain(buf, (size_t)n); \
} while (0)

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	const char *none = NULL, *volatile format;

	SHOW("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
	SHOW("%ld %ld %ld", 0L, LONG_MAX, LONG_MIN);
	SHOW("%u %u %lu %lu", 0u, UINT_MAX, 10UL, ULONG_MAX);
	SHOW("%x %x %lx %lx", 0u, UINT_MAX, 0x1234567890abcdefUL, ULONG_MAX);
	SHOW("%zu %zx", SIZE_MAX, SIZE_MAX);
	SHOW("%s%c%%%s", "one", 'x', "");
	SHOW("%s: %d; %s=%lx\r\n", "Header", 12, "name", 0xffL);

	/* These are for vsnprintf. */
	format = "%s|";
	SHOW(format, none);
	SHOW("%zd %lld %llu %hhd %hu %i %o %X", (ssize_t)-3, LLONG_MIN, ULLONG_MAX, (signed char)-1, (unsigned short)7, 5, 8, 255);
	SHOW("%5d|%-5d|%05d|%+d|%.3d|%#x|%*d", 1, 2, 3, 4, 5, 6, 3, 7);
	SHOW("%.2s|%5s|%-5s|%.*s", "one", "two", "three", 1, "four");
	SHOW("%s %d %.1f", "after", 2, 0.5);
	errno = ENOENT;
	SHOW("%s %m", "error:");

	/* Where the block has just enough room, and one byte less. */
	for (int used = 850; used < 1100; used++) {
		for (int i = 0; i < used; i++)
			evbuffer_add(buf, "x", 1);
		int n = evbuffer_add_printf(buf, "%s %d %s %lx", "a text of some length", used, "and a number:", 0xfedcba98UL);
		CHECK(n == (used < 1000 ? 48 : 49));
		evbuffer_drain(buf, (size_t)used);
		if (used % 50 == 0)
			say_text("text", buf);
		evbuffer_drain(buf, (size_t)n);
		CHECK(evbuffer_get_length(buf) == 0);
	}

	/* A NUL is behind the text, though it is not part of it: redsocks logs by that. */
	evbuffer_add_printf(buf, "%s %d", "a text longer than the next", 1);
	evbuffer_drain(buf, 100);
	evbuffer_add_printf(buf, "%s %d", "text", 2);
	SAY("'%s'\n", (char *)evbuffer_pullup(buf, -1));
	evbuffer_drain(buf, 100);

	/* A format that is no format. */
	format = "a lone %";
	SAY("%d\n", evbuffer_add_printf(buf, format, 1));
	say_text("then", buf);
	evbuffer_free(buf);
	return t_result();
}
