// evbuffer_search and evbuffer_search_range in texts that are split into blocks in every way.
// run: once
#include "buffer/kit.h"

static const char text[] = "ababcabababcab";

/* TEXT with a new block before each place whose bit is set in CUTS. */
static struct evbuffer *split(unsigned cuts)
{
	struct evbuffer *buf = evbuffer_new();
	size_t from = 0;
	for (size_t i = 1; i <= strlen(text); i++) {
		if (cuts >> i & 1 || i == strlen(text)) {
			evbuffer_add_reference(buf, text + from, i - from, NULL, NULL);
			from = i;
		}
	}
	return buf;
}

static ev_ssize_t expect(const char *what, size_t from, size_t to)
{
	for (size_t i = from; i + strlen(what) <= to; i++) {
		if (!memcmp(text + i, what, strlen(what)))
			return (ev_ssize_t)i;
	}
	return -1;
}

static void all(struct evbuffer *buf, const char *what)
{
	struct evbuffer_ptr from, to, at;
	CHECK(evbuffer_search(buf, what, strlen(what), NULL).pos == expect(what, 0, strlen(text)));
	for (size_t i = 0; i <= strlen(text); i++) {
		CHECK(evbuffer_ptr_set(buf, &from, i, EVBUFFER_PTR_SET) == 0);
		at = evbuffer_search(buf, what, strlen(what), &from);
		CHECK(at.pos == expect(what, i, strlen(text)));
		CHECK(from.pos == (ev_ssize_t)i);
		if (at.pos >= 0) {
			/* What was found is a place that can be used. */
			char found[20] = "";
			CHECK(evbuffer_copyout_from(buf, &at, found, strlen(what)) == (ev_ssize_t)strlen(what));
			CHECK(!strcmp(found, what));
			CHECK(evbuffer_ptr_set(buf, &at, strlen(what), EVBUFFER_PTR_ADD) == 0);
		}
		for (size_t j = i; j <= strlen(text); j++) {
			CHECK(evbuffer_ptr_set(buf, &to, j, EVBUFFER_PTR_SET) == 0);
			at = evbuffer_search_range(buf, what, strlen(what), &from, &to);
			if (at.pos != expect(what, i, j))
				SAY("\"%s\" in [%zu, %zu): %zd\n", what, i, j, at.pos);
		}
		CHECK(evbuffer_search_range(buf, what, strlen(what), NULL, &from).pos == expect(what, 0, i));
	}
}

int main(void)
{
	static const char *const words[] = { "a", "b", "c", "x", "ab", "bc", "ca", "abab", "ababab", "ababc", "abababc",
		"ababcabababcab", "ababcabababcabx", "cab", "abx" };
	for (unsigned cuts = 0; cuts < 1u << 15; cuts += 37) {
		struct evbuffer *buf = split(cuts);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			all(buf, words[i]);
		evbuffer_free(buf);
		if (t_failures)
			break;
	}
	SAY("done\n");
	return t_result();
}
