// run: once
// on: ours
// Months and weekdays that do not exist harm nobody. (The original reads beyond its tables.)
#include "t.h"
#include <limits.h>

int main(void)
{
	static const int odd[] = { -1, 7, 12, 13, 1000000, INT_MAX, INT_MIN };
	size_t i;
	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct tm tm;
		char text[120];
		int r;
		memset(&tm, 0, sizeof(tm));
		tm.tm_mday = tm.tm_mon = tm.tm_wday = tm.tm_hour = tm.tm_min = tm.tm_sec = odd[i];
		memset(text, '#', sizeof(text));
		r = evutil_date_rfc1123(text, sizeof(text), &tm);
		CHECK(memchr(text, 0, sizeof(text)));
		CHECK(r < 0 || (size_t)r >= sizeof(text) || strlen(text) == (size_t)r);
		tm.tm_year = INT_MAX; /* and 1900 years more */
		r = evutil_date_rfc1123(text, sizeof(text), &tm);
		CHECK(memchr(text, 0, sizeof(text)));
	}
	return t_result();
}
