// evbuffer_search where there is little to search, or bytes that are no text.
// run: once
#include "buffer/kit.h"

static void find(struct evbuffer *buf, const char *what, size_t n, const struct evbuffer_ptr *from)
{
	struct evbuffer_ptr at = evbuffer_search(buf, what, n, from);
	SAY("  ");
	say_bytes(what, n < 10 ? n : 0);
	if (from)
		SAY(" from %zd", from->pos);
	SAY(", %zu bytes: %zd\n", n, at.pos);
}

static void all(const char *title, struct evbuffer *buf)
{
	struct evbuffer_ptr from, to;
	SAY("%s\n", title);
	find(buf, "a", 1, NULL);
	find(buf, "", 0, NULL);
	find(buf, "a\0b", 3, NULL);
	find(buf, "\0", 1, NULL);
	find(buf, "\377", 1, NULL);
	find(buf, "b\377", 2, NULL);
	find(buf, "much longer than it is", SIZE_MAX, NULL);
	find(buf, "much longer than it is", SIZE_MAX / 2 + 1, NULL);
	find(buf, "much longer than it is", SIZE_MAX / 2, NULL);
	find(buf, "much longer than it is", 1000, NULL);
	evbuffer_ptr_set(buf, &from, 0, EVBUFFER_PTR_SET);
	find(buf, "a", 1, &from);
	find(buf, "", 0, &from);
	evbuffer_ptr_set(buf, &from, evbuffer_get_length(buf), EVBUFFER_PTR_SET);
	find(buf, "a", 1, &from);
	find(buf, "", 0, &from);
	SAY("  in an empty range: %zd\n", evbuffer_search_range(buf, "a", 1, &from, &from).pos);
	evbuffer_ptr_set(buf, &to, 0, EVBUFFER_PTR_SET);
	SAY("  in a range that ends before it starts: %zd\n", evbuffer_search_range(buf, "a", 1, &from, &to).pos);
	SAY("  up to the start: %zd\n", evbuffer_search_range(buf, "a", 1, NULL, &to).pos);
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	all("empty", buf);
	evbuffer_expand(buf, 10);
	all("an empty block", buf);
	evbuffer_add(buf, "a", 1);
	all("one byte", buf);
	evbuffer_add(buf, "\0b\377", 3);
	all("any bytes", buf);
	evbuffer_add_reference(buf, "aa", 2, NULL, NULL);
	all("two blocks", buf);
	evbuffer_drain(buf, 1);
	all("drained", buf);
	evbuffer_free(buf);

	/* The found place in many blocks, when all but the last byte matches again and again. */
	buf = evbuffer_new();
	for (int i = 0; i < 2000; i++)
		evbuffer_add_printf(buf, "aaaaaaaaa%c", i == 1990 ? 'b' : 'a');
	SAY("far on: %zd\n", evbuffer_search(buf, "aaaaaaaaaaaaaaaaaaaaaaaaaaab", 28, NULL).pos);
	SAY("not there: %zd\n", evbuffer_search(buf, "aaaaaaaaaaaaaaaaaaaaaaaaaaac", 28, NULL).pos);
	evbuffer_free(buf);
	return t_result();
}
