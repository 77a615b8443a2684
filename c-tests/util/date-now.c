// run: once
// evutil_date_rfc1123 without a time: now, in GMT, wherever we are.
#include "t.h"

int main(void)
{
	struct tm tm;
	time_t before, after, got;
	char text[64], *end;
	int r;

	setenv("TZ", "Test-5:30", 1);
	tzset();
	before = time(NULL);
	r = evutil_date_rfc1123(text, sizeof(text), NULL);
	after = time(NULL);
	SAY("%d\n", r);
	memset(&tm, 0, sizeof(tm));
	end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	CHECK(end && !*end);
	got = timegm(&tm);
	CHECK(got >= before && got <= after);
	return t_result();
}
