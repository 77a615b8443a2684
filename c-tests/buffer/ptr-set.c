// evbuffer_ptr_set: to every place of a buffer up to its end, absolute and onwards; beyond it -1, and the
// pointer is then at -1.
// run: once
#include "buffer/kit.h"

static void say(const char *title, struct evbuffer *buf, struct evbuffer_ptr *at, int result)
{
	SAY("%s: %d, at %zd", title, result, at->pos);
	if (at->pos >= 0) {
		struct evbuffer_iovec vec[1];
		int n = evbuffer_peek(buf, -1, at, vec, 1);
		SAY(", next ");
		say_bytes(vec[0].iov_base, n > 0 ? vec[0].iov_len : 0);
	}
	SAY("\n");
}

static void set(struct evbuffer *buf, struct evbuffer_ptr *at, size_t n, enum evbuffer_ptr_how how)
{
	char title[60];
	snprintf(title, sizeof title, "%s %zu", how == EVBUFFER_PTR_SET ? "set" : "add", n);
	say(title, buf, at, evbuffer_ptr_set(buf, at, n, how));
}

int main(void)
{
	struct evbuffer *buf = BLOCKS("some ", "more", "over"), *empty = evbuffer_new();
	struct evbuffer_ptr at, from;
	for (size_t i = 0; i < 16; i++)
		set(buf, &at, i, EVBUFFER_PTR_SET);
	set(buf, &at, SIZE_MAX, EVBUFFER_PTR_SET);
	set(buf, &at, SIZE_MAX / 2, EVBUFFER_PTR_SET);
	set(buf, &at, SIZE_MAX / 2 + 1, EVBUFFER_PTR_SET);
	for (size_t i = 0; i <= 13; i++) {
		SAY("from %zu\n", i);
		for (size_t j = 0; j <= 15 - i; j += 1 + i / 2) {
			CHECK(evbuffer_ptr_set(buf, &at, i, EVBUFFER_PTR_SET) == 0);
			set(buf, &at, j, EVBUFFER_PTR_ADD);
		}
		CHECK(evbuffer_ptr_set(buf, &from, i, EVBUFFER_PTR_SET) == 0);
		at = from;
		set(buf, &at, SIZE_MAX, EVBUFFER_PTR_ADD);
		at = from;
		set(buf, &at, SIZE_MAX - i, EVBUFFER_PTR_ADD);
		at = from;
		set(buf, &at, SIZE_MAX / 2 - i, EVBUFFER_PTR_ADD);
		at = from;
		set(buf, &at, SIZE_MAX / 2, EVBUFFER_PTR_ADD);
	}
	SAY("step by step\n");
	CHECK(evbuffer_ptr_set(buf, &at, 0, EVBUFFER_PTR_SET) == 0);
	while (evbuffer_ptr_set(buf, &at, 1, EVBUFFER_PTR_ADD) == 0)
		say("one on", buf, &at, 0);
	say("in the end", buf, &at, -1);

	SAY("empty\n");
	set(empty, &at, 0, EVBUFFER_PTR_SET);
	set(empty, &at, 0, EVBUFFER_PTR_ADD);
	set(empty, &at, 1, EVBUFFER_PTR_SET);
	set(empty, &at, 0, EVBUFFER_PTR_SET);
	set(empty, &at, 1, EVBUFFER_PTR_ADD);
	evbuffer_expand(empty, 10);
	SAY("an empty block\n");
	set(empty, &at, 0, EVBUFFER_PTR_SET);
	set(empty, &at, 0, EVBUFFER_PTR_ADD);
	set(empty, &at, 1, EVBUFFER_PTR_SET);
	SAY("after the end, and then more bytes come\n");
	put_text(empty, "text");
	CHECK(evbuffer_ptr_set(empty, &at, 4, EVBUFFER_PTR_SET) == 0);
	put_text(empty, " more");
	set(empty, &at, 0, EVBUFFER_PTR_ADD);
	set(empty, &at, 4, EVBUFFER_PTR_SET);
	evbuffer_free(buf);
	evbuffer_free(empty);
	return t_result();
}
