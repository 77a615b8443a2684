// run: once
// When the C library cannot format, evutil_snprintf returns its error, and still terminates.
#include "t.h"
#include <wchar.h>

int main(void)
{
	const wchar_t bad[] = { 0x110000, 0 };
	char buf[8];
	memset(buf, '#', sizeof(buf));
	SAY("%d\n", evutil_snprintf(buf, sizeof(buf), "ab%lscd", bad));
	CHECK(memchr(buf, 0, sizeof(buf)));
	return t_result();
}
