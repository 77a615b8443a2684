// run: once
// sanitizers: thread valgrind, AddressSanitizer's own strtoll(3) leaves the end undefined for a base that is none
// evutil_strtoll: value, end and errno of good numbers, bad ones, and those at the limits.
#include "t.h"

static void try(const char *text, int base)
{
	char *end = NULL;
	long long value;
	errno = 0;
	value = evutil_strtoll(text, &end, base);
	SAY("\"%s\" base %d: %lld, %s, rest \"%s\"\n", text, base, value, t_errno(errno), end ? end : "-");
	CHECK(!end || evutil_strtoll(text, NULL, base) == value);
}

int main(void)
{
	static const char *const texts[] = { "0", "-0", "42", "  42", "+7", "-7", "- 7", "12abc", "abc", "",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808",
		"-9223372036854775809", "99999999999999999999999999 x", "007", "1 2" };
	size_t i;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		try(texts[i], 10);
	try("0x1f", 16);
	try("1F", 16);
	try("0x1f", 0);
	try("017", 0);
	try("0x", 0);
	try("0xg", 16);
	try("zz", 36);
	try("102", 2);
	try("1", 1);
	try("1", 37);
	try("1", -1);
	return t_result();
}
