// Lengths with which sums would overflow, or which no machine has: -1, and the buffer stays as it was.
// run: once
#include "buffer/kit.h"

static const size_t huge[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 9, SIZE_MAX - 10, SIZE_MAX - 48, SIZE_MAX - 1024,
	SIZE_MAX / 2 + 2, SIZE_MAX / 2 + 1, SIZE_MAX / 2, SIZE_MAX / 2 - 9, SIZE_MAX / 2 - 10, SIZE_MAX / 2 - 48,
	SIZE_MAX / 2 - 1024, SIZE_MAX / 4 + 1, SIZE_MAX / 4 };

static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

static void all(const char *title, struct evbuffer *buf, size_t n)
{
	SAY("%s\n", title);
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++) {
		struct evbuffer_iovec vec = { "x", huge[i] };
		SAY("  %zu: add %d", huge[i], evbuffer_add(buf, "x", huge[i]));
		SAY(", prepend %d", evbuffer_prepend(buf, "x", huge[i]));
		SAY(", expand %d", evbuffer_expand(buf, huge[i]));
		SAY(", iovec %zu\n", evbuffer_add_iovec(buf, &vec, 1));
		CHECK(evbuffer_pullup(buf, (ev_ssize_t)(huge[i] / 2)) == NULL);
		CHECK(holds(buf, 0, n));
	}
}

/* One extent that fits and one that does not: the first is added when the sum wraps around. */
static void two_iovecs(void)
{
	SAY("two iovecs\n");
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++) {
		struct evbuffer *buf = evbuffer_new();
		struct evbuffer_iovec vec[2] = { { "ab", 2 }, { "x", huge[i] } };
		SAY("  2 and %zu: %zu\n", huge[i], evbuffer_add_iovec(buf, vec, 2));
		say_text("  then", buf);
		evbuffer_free(buf);
	}
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	all("empty", buf, 0);
	put(buf, 0, 10);
	all("10 bytes", buf, 10);
	put(buf, 10, 4990);
	all("two blocks", buf, 5000);
	evbuffer_drain(buf, 5000);
	two_iovecs();

	/* Memory by reference is counted, not looked at. */
	SAY("half of all: %d\n", evbuffer_add_reference(buf, "x", SIZE_MAX / 2, on_clean, NULL));
	SAY("%zu bytes\n", evbuffer_get_length(buf));
	SAY("add: %d\n", evbuffer_add(buf, "xyz", 3));
	SAY("%zu bytes\n", evbuffer_get_length(buf));
	SAY("drain: %d\n", evbuffer_drain(buf, SIZE_MAX));
	SAY("cleaned: %d, %zu bytes\n", cleaned, evbuffer_get_length(buf));
	evbuffer_free(buf);
	return t_result();
}
