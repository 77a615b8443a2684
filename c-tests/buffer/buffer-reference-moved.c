// References to a buffer's bytes are moved, copied, pulled up and drained as others are, and the source too; each
// memory is freed once.
// run: once
#include "memory/alloc.h"
#include "buffer/kit.h"

static struct evbuffer *src, *dst, *third;

static void begin(const char *title)
{
	SAY("%s\n", title);
	src = evbuffer_new();
	dst = evbuffer_new();
	third = evbuffer_new();
	put(src, 0, 3000);
	evbuffer_add_reference(src, "referenced", 10, say_cleanup, "reference");
	put(src, 3000, 3000);
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
}

static void end(void)
{
	SAY("  free the source\n");
	evbuffer_free(src);
	SAY("  free the destination\n");
	evbuffer_free(dst);
	SAY("  free the third\n");
	evbuffer_free(third);
	CHECK(al.live == 0);
}

int main(void)
{
	al_start();
	begin("move the source");
	CHECK(evbuffer_add_buffer(third, src) == 0);
	CHECK(evbuffer_get_length(third) == 6010 && evbuffer_get_length(dst) == 6010);
	end();
	begin("move the destination");
	CHECK(evbuffer_add_buffer(third, dst) == 0);
	CHECK(evbuffer_get_length(third) == 6010 && evbuffer_get_length(src) == 6010);
	end();
	begin("move a part of the source");
	CHECK(evbuffer_remove_buffer(src, third, 3005) == 3005);
	CHECK(evbuffer_get_length(dst) == 6010);
	end();
	begin("pull up the source");
	CHECK(evbuffer_pullup(src, -1));
	end();
	begin("pull up a part of the source");
	CHECK(evbuffer_pullup(src, 3005));
	end();
	begin("pull up the destination");
	CHECK(evbuffer_pullup(dst, -1));
	end();
	begin("pull up a part of the destination");
	CHECK(evbuffer_pullup(dst, 3005));
	end();
	begin("drain the source");
	CHECK(evbuffer_drain(src, 3005) == 0 && evbuffer_get_length(dst) == 6010);
	end();
	begin("the source goes on after it is empty");
	evbuffer_drain(src, 6010);
	CHECK(put(src, 7, 5000) == 0);
	evbuffer_drain(dst, 3010);
	CHECK(holds(dst, 3000, 3000) && holds(src, 7, 5000));
	end();
	return t_result();
}
