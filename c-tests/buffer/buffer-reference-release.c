// What the bytes of a buffer reference stand in goes with the last block that shows them, also when the source is
// freed. (The original then keeps all of the source until no block made of it is left.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static struct evbuffer *src, *dst, *third;
static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

static void begin(void)
{
	cleaned = 0;
	src = evbuffer_new();
	dst = evbuffer_new();
	third = evbuffer_new();
	put(src, 0, 3000);
	evbuffer_add_reference(src, "referenced", 10, on_clean, NULL);
	put(src, 3000, 3000);
	CHECK(evbuffer_add_buffer_reference(dst, src) == 0);
}

static void end(void)
{
	evbuffer_free(dst);
	evbuffer_free(third);
	CHECK(cleaned == 1 && al.live == 0);
}

int main(void)
{
	al_start();

	/* The other part, with the referenced bytes, goes before the first one does. */
	begin();
	CHECK(evbuffer_remove_buffer(dst, third, 3000) == 3000);
	evbuffer_free(src);
	CHECK(cleaned == 0);
	evbuffer_drain(dst, 3010);
	CHECK(cleaned == 1 && holds(third, 0, 3000));
	end();

	/* The destination has no use for the referenced bytes any more when the source is freed. */
	begin();
	evbuffer_drain(dst, 3010);
	CHECK(cleaned == 0);
	evbuffer_free(src);
	CHECK(cleaned == 1 && holds(dst, 3000, 3000));
	end();

	/* Bytes pulled up are copies. */
	begin();
	CHECK(evbuffer_pullup(dst, -1) != NULL);
	evbuffer_free(src);
	CHECK(cleaned == 1);
	end();
	return t_result();
}
