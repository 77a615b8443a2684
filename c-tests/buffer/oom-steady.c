// A buffer that is filled and emptied again and again: its memory does not grow, and all of it is given back.
// run: once
#include "memory/alloc.h"
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf, *other;
	long blocks = 0;
	al_start();
	buf = evbuffer_new();
	other = evbuffer_new();
	for (size_t i = 0; i < 3000; i++) {
		put(buf, i * 100, 100);
		evbuffer_add_printf(buf, "%100d", 1);
		evbuffer_remove_buffer(buf, other, 150);
		evbuffer_drain(buf, 50);
		evbuffer_prepend(other, "x", 1);
		if (i % 7 == 0)
			evbuffer_pullup(other, -1);
		evbuffer_drain(other, 151);
		if (i == 100)
			blocks = al.live;
	}
	CHECK(al.live <= blocks + 2);
	CHECK(evbuffer_get_length(buf) == 0 && evbuffer_get_length(other) == 0);
	evbuffer_free(buf);
	evbuffer_free(other);
	CHECK(al.live == 0);
	SAY("done\n");
	return t_result();
}
