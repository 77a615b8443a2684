// The extents of evbuffer_reserve_space: with room for one the whole size is in one piece; with two the
// rest of the last block is used first, and a second large empty block is replaced; with more it is kept.
// run: once
#include "buffer/steps.h"

int main(void)
{
	for (int n = 1; n <= 4; n++) {
		static const char *const states[] = {
			"reserve 1", "reserve 977", "reserve 5000",
			"expand 5000; reserve 1", "expand 5000; reserve 9000", "expand 100; reserve 977",
			"add 1; reserve 100", "add 1; reserve 975", "add 1; reserve 976",
			"add 900; reserve 76", "add 900; reserve 77", "add 900; reserve 3000",
			"add 976; reserve 1", "add 976; reserve 1052", "add 900; reserve 1052", "add 900; reserve 1053",
			"add 900; drain 900; reserve 100", "add 900; drain 800; reserve 76",
			"add 900; drain 800; reserve 800", "add 900; drain 800; reserve 900",
			"add 900; expand 2000; reserve 76", "add 900; expand 2000; reserve 100",
			"add 900; expand 2000; reserve 2000", "add 900; expand 2000; reserve 2076",
			"add 900; expand 2000; reserve 2077", "add 900; expand 5000; reserve 20000",
			"add 976; expand 2000; reserve 2000", "add 976; expand 2000; reserve 2001",
			"add 976; expand 2000; reserve 5000",
			"prepend 10; reserve 10", "add 10; prepend 10; reserve 10",
			"add 900; prepend 2000; reserve 100", "prepend 900; add 10; reserve 1000",
			"reference 100; reserve 10", "add 900; reference 100; reserve 10",
			"reference 100; add 10; reserve 1000",
			"add 976; add 976; reserve 2000", "add 4048; reserve 10", "add 9000; reserve 10000",
		};
		SAY("up to %d\n", n);
		for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
			char script[100];
			snprintf(script, sizeof script, "%s %d", states[i], n);
			steps(script);
		}
	}
	return t_result();
}
