// evbuffer_copyout and evbuffer_copyout_from: which bytes, how many, and that the buffer stays as it was.
// run: once
#include "buffer/kit.h"

static void say(const char *title, ev_ssize_t n, const char *got)
{
	SAY("%s: %zd ", title, n);
	say_bytes(got, 15);
	SAY("\n");
}

int main(void)
{
	static const size_t sizes[] = { 0, 1, 5, 6, 13, 14, SIZE_MAX };
	struct evbuffer *buf = BLOCKS("some ", "more", "over"), *empty = evbuffer_new();
	struct evbuffer_ptr at;
	char got[16];

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char title[40];
		memset(got, '.', sizeof got);
		snprintf(title, sizeof title, "%zu", sizes[i]);
		say(title, evbuffer_copyout(buf, got, sizes[i]), got);
		for (size_t start = 0; start <= 13; start += i ? 4 : 1) {
			CHECK(evbuffer_ptr_set(buf, &at, start, EVBUFFER_PTR_SET) == 0);
			memset(got, '.', sizeof got);
			snprintf(title, sizeof title, "%zu from %zu", sizes[i], start);
			say(title, evbuffer_copyout_from(buf, &at, got, sizes[i]), got);
			CHECK(at.pos == (ev_ssize_t)start);
		}
		CHECK(evbuffer_ptr_set(buf, &at, 13, EVBUFFER_PTR_SET) == 0);
		memset(got, '.', sizeof got);
		say("from the end", evbuffer_copyout_from(buf, &at, got, sizes[i]), got);
		memset(got, '.', sizeof got);
		say("from NULL", evbuffer_copyout_from(buf, NULL, got, sizes[i]), got);
		say("empty", evbuffer_copyout(empty, got, sizes[i]), "...............");
	}
	say_text("unchanged", buf);
	say_extents("unchanged", buf);
	evbuffer_free(buf);

	/* Long data, in many blocks. */
	buf = evbuffer_new();
	for (size_t i = 0; i < 100000; i += 777)
		put(buf, i, 777);
	for (size_t start = 0; start < 100000; start += 9999) {
		unsigned char *want = stream(start, 50000), *part = calloc(1, 50001);
		size_t n = evbuffer_get_length(buf) - start < 50000 ? evbuffer_get_length(buf) - start : 50000;
		evbuffer_ptr_set(buf, &at, start, EVBUFFER_PTR_SET);
		CHECK(evbuffer_copyout_from(buf, &at, part, 50000) == (ev_ssize_t)n);
		CHECK(memcmp(want, part, n) == 0 && part[50000] == 0);
		free(want);
		free(part);
	}
	evbuffer_free(buf);
	evbuffer_free(empty);
	return t_result();
}
