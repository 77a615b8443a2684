// run: once
// evutil_snprintf and evutil_vsnprintf: the length wanted is returned, the buffer is always
// terminated and never overrun; a size of 0 touches nothing and returns 0.
#include "t.h"

static int by_list(char *buf, size_t size, const char *format, ...)
{
	va_list ap;
	int r;
	va_start(ap, format);
	r = evutil_vsnprintf(buf, size, format, ap);
	va_end(ap);
	return r;
}

int main(void)
{
	char a[40], b[40];
	size_t size;
	int i;
	for (size = 0; size < 16; size++) {
		memset(a, '#', sizeof(a));
		memset(b, '#', sizeof(b));
		int r = evutil_snprintf(a, size, "%s-%d", "ninechars", 42);
		CHECK(by_list(b, size, "%s-%d", "ninechars", 42) == r);
		CHECK(!memcmp(a, b, sizeof(a)));
		for (i = size; i < (int)sizeof(a); i++)
			CHECK(a[i] == '#');
		CHECK(size == 0 || memchr(a, 0, size));
		SAY("%zu: %d %s\n", size, r, size ? a : "");
	}
	SAY("%d\n", evutil_snprintf(NULL, 0, "abc"));
	SAY("%d\n", by_list(NULL, 0, "abc"));
	SAY("%d %s\n", evutil_snprintf(a, sizeof(a), "%s", ""), a);
	SAY("%d", evutil_snprintf(a, sizeof(a), "%d %5.2f %lld", -3, 2.5, -5LL));
	SAY(" %s\n", a);
	SAY("%d", evutil_snprintf(a, sizeof(a), "%zu %x %c %% %-4s| %04d", (size_t)7, 255u, 'c', "ab", 12));
	SAY(" %s\n", a);
	SAY("%d", by_list(a, sizeof(a), "%.*s %*d", 2, "abcdef", 4, 1));
	SAY(" %s\n", a);
	return t_result();
}
