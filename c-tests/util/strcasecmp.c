// run: once
// evutil_ascii_strcasecmp and strncasecmp: only A-Z and a-z are folded, in any locale. The
// sign is that of signed characters, after folding to lower case.
#include "t.h"
#include <locale.h>

static int sign(int n) { return (n > 0) - (n < 0); }

static int lower(int c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

static void sweep(void)
{
	int a, b, wrong = 0;
	for (a = 1; a < 256; a++) {
		for (b = 1; b < 256; b++) {
			char x[3] = { 'x', (char)a, 0 }, y[3] = { 'X', (char)b, 0 };
			int want = sign(lower((signed char)a) - lower((signed char)b));
			wrong += sign(evutil_ascii_strcasecmp(x, y)) != want;
			wrong += sign(evutil_ascii_strncasecmp(x, y, 2)) != want;
			wrong += sign(evutil_ascii_strncasecmp(x, y, 99)) != want;
			wrong += evutil_ascii_strncasecmp(x, y, 1) != 0;
		}
	}
	SAY("%d wrong\n", wrong);
}

#define CASE(a, b) SAY("%s / %s: %d\n", a, b, evutil_ascii_strcasecmp(a, b))
#define NCASE(a, b, n) SAY("%s / %s, %d: %d\n", a, b, n, evutil_ascii_strncasecmp(a, b, n))

int main(void)
{
	sweep();
	setlocale(LC_ALL, "C.UTF-8");
	sweep();
	CASE("", "");
	CASE("Content-Length", "cONTENT-lENGTH");
	CASE("abc", "ABD");
	CASE("ABD", "abc");
	CASE("a", "ab");
	CASE("ab", "A");
	CASE("", "a");
	CASE("[", "{");
	CASE("_", "A");
	CASE("@", "`");
	NCASE("abc", "xyz", 0);
	NCASE("abcX", "ABCy", 3);
	NCASE("abcX", "ABCy", 4);
	NCASE("ab", "abc", 2);
	NCASE("ab", "abc", 3);
	NCASE("ab", "AB", 100);
	NCASE("", "", 5);
	return t_result();
}
