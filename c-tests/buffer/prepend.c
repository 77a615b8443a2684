// evbuffer_prepend in every state of a buffer: the bytes are in front, in their order.
// run: once
#include "buffer/kit.h"

static size_t first, last; /* the buffer holds the bytes [first, last) of the stream */

static void before(struct evbuffer *buf, size_t n)
{
	unsigned char *p = stream(first - n, n);
	CHECK(evbuffer_prepend(buf, p, n) == 0);
	first -= n;
	CHECK(holds(buf, first, last - first));
	free(p);
}

static void after(struct evbuffer *buf, size_t n)
{
	CHECK(put(buf, last, n) == 0);
	last += n;
	CHECK(holds(buf, first, last - first));
}

static void drain(struct evbuffer *buf, size_t n)
{
	CHECK(evbuffer_drain(buf, n) == 0);
	first += n;
}

int main(void)
{
	static const size_t sizes[] = { 0, 1, 10, 900, 976, 977, 3000, 10000 };
	const size_t n = sizeof sizes / sizeof *sizes;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			struct evbuffer *buf = evbuffer_new();
			first = last = 1000000;
			before(buf, sizes[i]);
			before(buf, sizes[j]);
			after(buf, sizes[i]);
			drain(buf, sizes[j]);
			before(buf, sizes[i]);
			after(buf, sizes[j]);
			drain(buf, last - first);
			before(buf, sizes[j]);
			evbuffer_free(buf);
		}
	}
	SAY("done\n");
	return t_result();
}
