// run: once
// evutil_timeradd, timersub, timercmp, timerclear, timerisset and gettimeofday.
#include "t.h"

static void show(const char *name, const struct timeval *tv)
{
	SAY("%s: %ld.%06ld\n", name, (long)tv->tv_sec, (long)tv->tv_usec);
}

int main(void)
{
	struct timeval a = { 3, 600000 }, b = { 1, 500000 }, c, zero = { 0, 0 }, tiny = { 0, 1 };
	time_t before, after;

	evutil_timeradd(&a, &b, &c);
	show("carry", &c);
	evutil_timeradd(&a, &zero, &c);
	show("plus nothing", &c);
	evutil_timersub(&a, &b, &c);
	show("minus", &c);
	evutil_timersub(&b, &a, &c);
	show("below zero", &c);
	evutil_timersub(&a, &tiny, &c);
	show("borrow", &c);
	evutil_timersub(&a, &a, &c);
	SAY("set: %d %d %d\n", !!evutil_timerisset(&a), !!evutil_timerisset(&tiny), !!evutil_timerisset(&c));
	evutil_timerclear(&a);
	show("cleared", &a);
	c = b;
	SAY("b c: <%d <=%d >%d >=%d ==%d !=%d\n", evutil_timercmp(&b, &c, <), evutil_timercmp(&b, &c, <=),
	    evutil_timercmp(&b, &c, >), evutil_timercmp(&b, &c, >=), evutil_timercmp(&b, &c, ==),
	    evutil_timercmp(&b, &c, !=));
	c.tv_usec++;
	SAY("b c: <%d <=%d >%d >=%d ==%d !=%d\n", evutil_timercmp(&b, &c, <), evutil_timercmp(&b, &c, <=),
	    evutil_timercmp(&b, &c, >), evutil_timercmp(&b, &c, >=), evutil_timercmp(&b, &c, ==),
	    evutil_timercmp(&b, &c, !=));
	c.tv_sec--;
	SAY("b c: <%d <=%d >%d >=%d ==%d !=%d\n", evutil_timercmp(&b, &c, <), evutil_timercmp(&b, &c, <=),
	    evutil_timercmp(&b, &c, >), evutil_timercmp(&b, &c, >=), evutil_timercmp(&b, &c, ==),
	    evutil_timercmp(&b, &c, !=));
	before = time(NULL);
	SAY("%d\n", evutil_gettimeofday(&a, NULL));
	after = time(NULL);
	CHECK(a.tv_sec >= before - 1 && a.tv_sec <= after + 1);
	return t_result();
}
