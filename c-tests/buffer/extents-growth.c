// How blocks grow when bytes are appended: the last one is filled, and the next is twice as large as
// the last, up to 4096, or as large as all the bytes of the call need.
// run: once
#include "buffer/steps.h"

/* Appends SIZE bytes TIMES times. */
static void same_size(size_t size, int times)
{
	struct evbuffer *buf = evbuffer_new();
	char title[80];
	for (int i = 0; i < times; i++)
		CHECK(put(buf, (size_t)i * size, size) == 0);
	snprintf(title, sizeof title, "%d times %zu", times, size);
	say_extents(title, buf);
	CHECK(holds(buf, 0, size * (size_t)times));
	evbuffer_free(buf);
}

int main(void)
{
	same_size(1, 30000);
	same_size(10, 3000);
	same_size(100, 300);
	same_size(976, 30);
	same_size(1000, 30);
	same_size(1024, 30);
	same_size(2000, 20);
	same_size(3000, 20);
	same_size(4048, 10);
	same_size(4096, 10);
	same_size(8192, 10);
	same_size(16384, 5);
	same_size(100000, 5);

	steps("add 1; add 975; add 1; add 1");
	steps("add 1; add 1952; reserve 0 1");
	steps("add 1; add 2000; reserve 0 1");
	steps("add 1; add 2001; reserve 0 1");   /* all the bytes count, also those for the first block */
	steps("add 1; add 2975; reserve 0 1");
	steps("add 2000; add 1; reserve 0 1");
	steps("add 4048; add 1; reserve 0 1");
	steps("add 8144; add 1; reserve 0 1");
	steps("add 40000; add 100000; reserve 0 1");
	steps("add 100000; add 100000; add 1; reserve 0 1");
	return t_result();
}
