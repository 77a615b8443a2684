// run: once
// evutil_date_rfc1123: the text, the length it wants, and what is left of it in a short buffer.
#include "t.h"

static void show(int year, int mon, int mday, int wday, int hour, int min, int sec)
{
	struct tm tm;
	char text[64];
	memset(&tm, 0, sizeof(tm));
	tm.tm_year = year;
	tm.tm_mon = mon;
	tm.tm_mday = mday;
	tm.tm_wday = wday;
	tm.tm_hour = hour;
	tm.tm_min = min;
	tm.tm_sec = sec;
	SAY("%d", evutil_date_rfc1123(text, sizeof(text), &tm));
	SAY(" %s\n", text);
}

int main(void)
{
	struct tm tm;
	char text[64];
	size_t size;
	int i;
	for (i = 0; i < 12; i++)
		show(70 + i, i, 1 + 2 * i, i % 7, 2 * i, 5 * i, 5 * i + i / 11);
	/* Fields go in as they are: none is made to fit, and the weekday is not worked out. */
	show(-1900, 0, 1, 0, 0, 0, 0);
	show(-1901, 0, 1, 0, 0, 0, 0);
	show(8100, 11, 31, 6, 23, 59, 60);
	show(20000, 1, -5, 1, 123, 0, 0);
	memset(&tm, 0, sizeof(tm));
	tm.tm_mday = 1;
	tm.tm_year = 126;
	for (size = 0; size < 33; size++) {
		memset(text, '#', sizeof(text));
		text[40] = 0;
		SAY("%zu: %d", size, evutil_date_rfc1123(text, size, &tm));
		SAY(" %s\n", text);
	}
	return t_result();
}
