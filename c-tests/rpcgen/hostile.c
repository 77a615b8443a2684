/* Messages that are wrong: each has to be refused, or to be one that can be packed again. For valgrind and sanitizers.
 *
 *   hostile [ROUNDS]
 */
#include "t.h"

static void empty(struct evbuffer *evbuf)
{
	evbuffer_drain(evbuf, evbuffer_get_length(evbuf));
}

/* What comes of unpacking these bytes. What could be unpacked is packed again, and that is its own likeness. */
static int unpack(const void *bytes, size_t length)
{
	struct evbuffer *evbuf = evbuffer_new(), *again = evbuffer_new();
	struct all *all = all_new();
	int result;

	evbuffer_add(evbuf, bytes, length);
	result = all_unmarshal(all, evbuf);
	CHECK(result == 0 || result == -1);
	if (result == 0) {
		CHECK(all_complete(all) == 0);
		empty(evbuf);
		all_marshal(evbuf, all);
		all_marshal(again, all);
		all_clear(all);
		CHECK(all_unmarshal(all, evbuf) == 0);
		empty(evbuf);
		all_marshal(evbuf, all);
		length = evbuffer_get_length(evbuf);
		CHECK(length == evbuffer_get_length(again));
		CHECK(memcmp(evbuffer_pullup(evbuf, -1), evbuffer_pullup(again, -1), length) == 0);
	}
	all_free(all);
	evbuffer_free(evbuf);
	evbuffer_free(again);
	return result;
}

static ev_uint32_t seed = 1;

static ev_uint32_t random_below(ev_uint32_t limit)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % limit;
}

#define CHANGES 4
#define PIECE 20

/* Changes a message: a bit, a byte, a piece taken out, or put in once more elsewhere. Its new length. */
static size_t change(unsigned char *bytes, size_t length)
{
	static const unsigned char telling[] = {0, 1, 0x0f, 0x10, 0x7f, 0x80, 0xf0, 0xff};
	size_t at = random_below((ev_uint32_t)length - PIECE), n = 1 + random_below(PIECE), to;
	unsigned char piece[PIECE];

	switch (random_below(5)) {
	case 0: case 1: bytes[at] ^= (unsigned char)(1 << random_below(8)); return length;
	case 2: bytes[at] = telling[random_below(sizeof(telling))]; return length;
	case 3: memmove(bytes + at, bytes + at + n, length - at - n); return length - n;
	default:
		to = random_below((ev_uint32_t)length);
		memcpy(piece, bytes + at, n);
		memmove(bytes + to + n, bytes + to, length - to);
		memcpy(bytes + to, piece, n);
		return length + n;
	}
}

static void cuts_and_changes(int rounds)
{
	struct all *all = all_new();
	struct evbuffer *evbuf = evbuffer_new();
	unsigned char *bytes;
	size_t length, i;
	int taken = 0, all_rounds = rounds;

	CHECK(fill_all(all) == 0);
	all_marshal(evbuf, all);
	length = evbuffer_get_length(evbuf);
	bytes = (unsigned char *)malloc(length);
	evbuffer_remove(evbuf, bytes, length);
	CHECK(unpack(bytes, length) == 0);
	for (i = 0; i < length; i++)
		unpack(bytes, i);
	CHECK(unpack(bytes, 0) == -1 && unpack(bytes, length - 1) == -1);
	while (rounds-- > 0) {
		unsigned char *bad = (unsigned char *)malloc(length + CHANGES * PIECE);
		ev_uint32_t changes = 1 + random_below(CHANGES);
		size_t left = length, start = random_below(8) ? 0 : random_below((ev_uint32_t)length / 4);

		memcpy(bad, bytes, length);
		while (changes-- > 0)
			left = change(bad, left);
		taken += unpack(bad + start, left - start) == 0;
		free(bad);
	}
	/* Neither are all of them refused, nor none. */
	CHECK(taken > 0 && taken < all_rounds);
	printf("ok: %d of %d changed messages were messages still\n", taken, all_rounds);
	free(bytes);
	all_free(all);
	evbuffer_free(evbuf);
}

/* One thing that is wrong, for the end of a message that is right and has everything, or all but these optional fields:
 * opt_text, opt_fixed, opt_tree. 0 if there are no more of them. */
static int add_what_is_wrong(struct evbuffer *evbuf, const struct all *all, int what)
{
	static const unsigned char bytes[RPC_TEST_SIZE + 1] = {0};

	switch (what) {
	/* Again: */
	case 0: evtag_marshal_int(evbuf, ALL_NUMBER, 1); return 1;
	case 1: evtag_marshal_int64(evbuf, ALL_OPT_LARGE, 1); return 1;
	case 2: evtag_marshal_string(evbuf, ALL_TEXT, "again"); return 1;
	case 3: evtag_marshal(evbuf, ALL_DATA, "again", 5); return 1;
	case 4: evtag_marshal(evbuf, ALL_FIXED, bytes, 16); return 1;
	case 5: evtag_marshal_point(evbuf, ALL_PLACE, all->place_data); return 1;
	/* Of another length, cut short, lacking something, with a length that is a lie: */
	case 6: evtag_marshal(evbuf, ALL_OPT_FIXED, bytes, RPC_TEST_SIZE - 1); return 1;
	case 7: evtag_marshal(evbuf, ALL_OPT_FIXED, bytes, RPC_TEST_SIZE + 1); return 1;
	case 8: evtag_marshal(evbuf, ALL_OPT_FIXED, bytes, 0); return 1;
	case 9: evtag_marshal(evbuf, ALL_PLACES, "\1\1\5\2\1", 5); return 1;
	case 10: evtag_marshal(evbuf, ALL_PLACES, "\1\1\5", 3); return 1;
	case 11: evtag_marshal(evbuf, ALL_PLACES, "\2\1\5", 3); return 1;
	case 12: evtag_marshal(evbuf, ALL_OPT_TREE, "", 0); return 1;
	case 13: evtag_marshal(evbuf, ALL_OPT_TREE, "\0\0\1\0", 4); return 1;
	case 14: evbuffer_add(evbuf, "\x0f\x1f\xf0", 3); return 1;
	case 15: evbuffer_add(evbuf, "\x08\x70\xff\xff\xff\xf0", 6); return 1;
	/* Nobody's, and half a tag: */
	case 16: evtag_marshal_int(evbuf, 18, 1); return 1;
	case 17: evbuffer_add(evbuf, "\x80", 1); return 1;
	default: return 0;
	}
}

static void wrong_fields(void)
{
	struct all *all = all_new(), *back = all_new();
	struct evbuffer *evbuf = evbuffer_new();
	int what, more = 1;

	CHECK(fill_all(all) == 0);
	all->opt_text_set = all->opt_fixed_set = all->opt_tree_set = 0;
	for (what = 0; more; what++) {
		all_marshal(evbuf, all);
		more = add_what_is_wrong(evbuf, all, what);
		CHECK(all_unmarshal(back, evbuf) == (more ? -1 : 0));
		empty(evbuf);
		all_clear(back);
	}
	CHECK(what == 19);
	all_free(all);
	all_free(back);
	evbuffer_free(evbuf);
}

/* An array may be as long as its message. */
static void long_array(void)
{
	struct all *all = all_new(), *back = all_new();
	struct evbuffer *evbuf = evbuffer_new();
	int i;

	CHECK(fill_all(all) == 0);
	for (i = 0; i < 3000; i++) {
		evtag_marshal_int(evbuf, ALL_NUMBERS, (ev_uint32_t)i);
		evtag_marshal_string(evbuf, ALL_TEXTS, "");
	}
	all_marshal(evbuf, all);
	CHECK(all_unmarshal(back, evbuf) == 0);
	CHECK(EVTAG_ARRAY_LEN(back, numbers) == 3005 && EVTAG_ARRAY_LEN(back, texts) == 3005);
	all_free(all);
	all_free(back);
	evbuffer_free(evbuf);
}

/* Trees within trees, more than the stack would hold. */
static int unpack_depth(int depth)
{
	struct evbuffer *evbuf = evbuffer_new(), *nested = evbuffer_new(), *other;
	struct tree *tree = tree_new();
	int result;

	while (depth-- > 0) {
		evtag_marshal_string(nested, TREE_NAME, "");
		evtag_marshal_buffer(evbuf, TREE_BELOW, nested);
		other = nested, nested = evbuf, evbuf = other;
	}
	evtag_marshal_string(nested, TREE_NAME, "");
	result = tree_unmarshal(tree, nested);
	tree_free(tree);
	evbuffer_free(evbuf);
	evbuffer_free(nested);
	return result;
}

static void deep(void)
{
	CHECK(unpack_depth(0) == 0 && unpack_depth(100) == 0);
	CHECK(unpack_depth(101) == -1 && unpack_depth(3000) == -1);
}

int main(int argc, char **argv)
{
	wrong_fields();
	long_array();
	deep();
	cuts_and_changes(argc > 1 ? atoi(argv[1]) : 1000);
	return 0;
}
