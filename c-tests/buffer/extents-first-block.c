// The first block of a buffer: the least power of two from 1024 on that has room for the bytes and
// for 48 of the library's own.
// run: once
#include "buffer/steps.h"

int main(void)
{
	static const int sizes[] = { 1, 100, 975, 976, 977, 1000, 1024, 1999, 2000, 2001, 2048, 4047, 4048, 4049,
		4096, 8143, 8144, 8145, 16336, 16337, 65488, 65489, 100000, 1048528, 1048529 };
	static const char *const ways[] = { "add %d; reserve 0 1", "expand %d; reserve 0 1",
		"reserve %d 1", "reserve %d 2" };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
			char script[80];
			snprintf(script, sizeof script, ways[way], sizes[i]);
			steps(script);
		}
	}
	return t_result();
}
