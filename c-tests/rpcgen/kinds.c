/* Every kind of field: assigned, read back, packed, unpacked, compared, cleared. */
#include "t.h"
#include "includes.gen.h"
#include "numbers.gen.h"

/* The bytes of a buffer, which are gone then; they have to be these. */
static void is_packed(struct evbuffer *evbuf, const char *bytes, size_t length)
{
	CHECK(evbuffer_get_length(evbuf) == length);
	CHECK(memcmp(evbuffer_pullup(evbuf, -1), bytes, length) == 0);
	evbuffer_drain(evbuf, length);
}

static void is_same(struct evbuffer *a, struct evbuffer *b)
{
	size_t length = evbuffer_get_length(a);

	CHECK(length == evbuffer_get_length(b));
	CHECK(memcmp(evbuffer_pullup(a, -1), evbuffer_pullup(b, -1), length) == 0);
}

static void new_ones_are_empty(void)
{
	struct all *all = all_new();
	struct evbuffer *evbuf = evbuffer_new();
	ev_uint32_t number;
	ev_uint64_t large;
	char *text;
	ev_uint8_t *bytes;
	struct point *point;

	CHECK(!EVTAG_HAS(all, number) && EVTAG_GET(all, number, &number) == -1);
	CHECK(EVTAG_GET(all, large, &large) == -1);
	CHECK(EVTAG_GET(all, text, &text) == -1);
	CHECK(EVTAG_GET_WITH_LEN(all, data, &bytes, &number) == -1);
	CHECK(EVTAG_GET(all, fixed, &bytes) == -1);
	CHECK(EVTAG_ARRAY_LEN(all, numbers) == 0 && EVTAG_ARRAY_GET(all, numbers, 0, &number) == -1);
	CHECK(EVTAG_ARRAY_LEN(all, texts) == 0 && EVTAG_ARRAY_GET(all, texts, 0, &text) == -1);
	CHECK(EVTAG_ARRAY_LEN(all, places) == 0 && EVTAG_ARRAY_GET(all, places, 0, &point) == -1);
	CHECK(all_complete(all) == -1);
	all_marshal(evbuf, all);
	CHECK(all_unmarshal(all, evbuf) == -1);
	all_free(all);
	evbuffer_free(evbuf);
}

static void is_filled(struct all *all)
{
	ev_uint32_t number, length;
	ev_uint64_t large;
	char *text;
	ev_uint8_t *bytes;
	struct point *point;
	struct tree *tree;

	CHECK(EVTAG_HAS(all, number) && EVTAG_GET(all, number, &number) == 0 && number == 1);
	CHECK(EVTAG_GET(all, opt_number, &number) == 0 && number == 0xffffffffu);
	CHECK(EVTAG_GET(all, large, &large) == 0 && large == 0);
	CHECK(EVTAG_GET(all, opt_large, &large) == 0 && large == (ev_uint64_t)-2);
	CHECK(EVTAG_GET(all, text, &text) == 0 && strcmp(text, "a text") == 0);
	CHECK(EVTAG_HAS(all, opt_text) && EVTAG_GET(all, opt_text, &text) == 0 && *text == '\0');
	CHECK(EVTAG_GET_WITH_LEN(all, data, &bytes, &length) == 0 && length == 4 && bytes[3] == 255);
	CHECK(EVTAG_GET_WITH_LEN(all, opt_data, &bytes, &length) == 0 && length == 0);
	CHECK(EVTAG_GET(all, fixed, &bytes) == 0 && bytes[2] == 2 && bytes[15] == 0);
	CHECK(EVTAG_GET(all, opt_fixed, &bytes) == 0 && bytes[3] == 255 && sizeof(all->opt_fixed_data) == RPC_TEST_SIZE);
	CHECK(EVTAG_GET(all, place, &point) == 0 && EVTAG_GET(point, y, &number) == 0 && number == 8);
	CHECK(EVTAG_HAS(all, numbers) && EVTAG_ARRAY_LEN(all, numbers) == 5 && all->numbers_num_allocated >= 5);
	CHECK(EVTAG_ARRAY_GET(all, numbers, 4, &number) == 0 && number == 4);
	CHECK(EVTAG_ARRAY_GET(all, numbers, 5, &number) == -1 && EVTAG_ARRAY_GET(all, numbers, -1, &number) == -1);
	CHECK(EVTAG_ARRAY_GET(all, larges, 3, &large) == 0 && large == (ev_uint64_t)3 << 40);
	CHECK(EVTAG_ARRAY_GET(all, texts, 1, &text) == 0 && strcmp(text, "odd") == 0);
	CHECK(EVTAG_ARRAY_GET(all, texts, 5, &text) == -1 && EVTAG_ARRAY_GET(all, texts, -1, &text) == -1);
	CHECK(EVTAG_ARRAY_GET(all, places, 4, &point) == 0 && EVTAG_GET(point, x, &number) == 0 && number == 4);
	CHECK(EVTAG_ARRAY_GET(all, places, 5, &point) == -1 && EVTAG_ARRAY_GET(all, places, -1, &point) == -1);
	CHECK(EVTAG_GET(all, opt_tree, &tree) == 0 && EVTAG_ARRAY_LEN(tree, below) == 3);
	CHECK(EVTAG_ARRAY_GET(tree, below, 2, &tree) == 0 && EVTAG_HAS(tree, nothing));
	CHECK(EVTAG_GET(tree, name, &text) == 0 && strcmp(text, "level 2") == 0);
	CHECK(all_complete(all) == 0);
}

static void there_and_back(void)
{
	struct all *all = all_new_with_arg(NULL), *back = all_new();
	struct evbuffer *first = evbuffer_new(), *second = evbuffer_new();
	int i;

	for (i = 0; i < 2; i++) {
		CHECK(fill_all(all) == 0);
		is_filled(all);
		all_marshal(first, all);
		all_marshal(second, all);
		CHECK(all_unmarshal(back, second) == 0 && evbuffer_get_length(second) == 0);
		is_filled(back);
		all_marshal(second, back);
		is_same(first, second);
		/* A message that has something already takes no more. */
		CHECK(all_unmarshal(back, second) == -1);
		evbuffer_drain(first, evbuffer_get_length(first));
		evbuffer_drain(second, evbuffer_get_length(second));

		evtag_marshal_all(first, 99, all);
		all_clear(back);
		CHECK(all_complete(back) == -1 && !EVTAG_HAS(back, texts) && EVTAG_ARRAY_LEN(back, places) == 0);
		CHECK(evtag_unmarshal_all(first, 99, back) == 0);
		is_filled(back);
		evtag_marshal_all(first, 99, all);
		all_clear(back);
		CHECK(evtag_unmarshal_all(first, 98, back) == -1);
		evbuffer_drain(first, evbuffer_get_length(first));
		all_clear(all);
	}
	all_free(all);
	all_free(back);
	evbuffer_free(first);
	evbuffer_free(second);
}

/* The bytes themselves. */
static void packed(void)
{
	struct number_pair *pair = number_pair_new();
	struct tree *tree = tree_new(), *below;
	struct evbuffer *evbuf = evbuffer_new();

	CHECK(EVTAG_ASSIGN(pair, first, 5) == 0);
	CHECK(EVTAG_ARRAY_ADD_VALUE(pair, others, 0x123) && EVTAG_ARRAY_ADD_VALUE(pair, others, 0));
	number_pair_marshal(evbuf, pair);
	is_packed(evbuf, "\1\1\5" "\2\2\x23\x21" "\2\1\0", 10);

	CHECK(EVTAG_ASSIGN(tree, name, "hi") == 0 && (below = EVTAG_ARRAY_ADD(tree, below)) != NULL);
	CHECK(EVTAG_ASSIGN(below, name, "") == 0);
	tree_marshal(evbuf, tree);
	is_packed(evbuf, "\0\2hi" "\1\2\0\0", 8);
	number_pair_free(pair);
	tree_free(tree);
	evbuffer_free(evbuf);
}

/* What is set again; what is assigned from itself. */
static void assigned_again(void)
{
	struct all *all = all_new();
	struct point *point;
	struct tree *tree;
	ev_uint32_t number;
	char *text;

	CHECK(fill_all(all) == 0);
	CHECK(EVTAG_ASSIGN(all, text, all->text_data) == 0 && EVTAG_ASSIGN(all, fixed, all->fixed_data) == 0);
	CHECK(EVTAG_ASSIGN_WITH_LEN(all, data, all->data_data, all->data_length) == 0);
	CHECK(EVTAG_ASSIGN(all, place, all->place_data) == 0 && EVTAG_ASSIGN(all, opt_tree, all->opt_tree_data) == 0);
	is_filled(all);
	CHECK(EVTAG_ASSIGN(all, text, NULL) == -1);
	is_filled(all);

	CHECK(all_numbers_assign(all, 4, 44) == 0 && all_numbers_assign(all, 5, 0) == -1 && all_numbers_assign(all, -1, 0) == -1);
	CHECK(EVTAG_ARRAY_GET(all, numbers, 4, &number) == 0 && number == 44);
	CHECK(all_texts_assign(all, 0, all->texts_data[1]) == 0 && all_texts_assign(all, 5, "") == -1);
	CHECK(EVTAG_ARRAY_GET(all, texts, 0, &text) == 0 && strcmp(text, "odd") == 0);
	CHECK(all_places_assign(all, 1, all->places_data[3]) == 0 && all_places_assign(all, 5, all->places_data[0]) == -1);
	CHECK(EVTAG_ARRAY_GET(all, places, 1, &point) == 0 && EVTAG_GET(point, x, &number) == 0 && number == 3);

	/* A struct that lacks something is not assigned; a number that nobody has set is 0 in the copy. */
	CHECK(EVTAG_GET(all, opt_tree, &tree) == 0);
	tree_clear(tree);
	CHECK(EVTAG_ASSIGN(all, opt_tree, tree) == -1 && EVTAG_HAS(all, opt_tree));
	point_clear(point);
	CHECK(EVTAG_ASSIGN(all, place, point) == 0 && EVTAG_GET(all, place, &point) == 0);
	CHECK(EVTAG_GET(point, x, &number) == 0 && number == 0);
	CHECK(all_complete(all) == -1);
	all_free(all);
}

static void structs_of_other_files(void)
{
	struct has_others *others = has_others_new(), *back = has_others_new();
	struct evbuffer *evbuf = evbuffer_new();
	struct all *all = all_new();
	struct tree *tree;
	struct point *point;

	CHECK(fill_all(all) == 0 && EVTAG_ASSIGN(others, rest, all) == 0);
	CHECK(EVTAG_GET(others, place, &point) == 0 && fill_point(point, 1, 2) == 0);
	CHECK((tree = EVTAG_ARRAY_ADD(others, trees)) != NULL && fill_tree(tree, 2) == 0);
	has_others_marshal(evbuf, others);
	CHECK(has_others_unmarshal(back, evbuf) == 0);
	is_filled(back->rest_data);
	CHECK(EVTAG_ARRAY_LEN(back, trees) == 1);
	all_free(all);
	has_others_free(others);
	has_others_free(back);
	evbuffer_free(evbuf);
}

/* Programs that were compiled with the original's headers have structs like these. */
struct old_layout {
	void *base;

	char *name_data;
	void **below_data;
	int below_length;
	int below_num_allocated;
	void *nothing_data;

	ev_uint8_t name_set;
	ev_uint8_t below_set;
	ev_uint8_t nothing_set;
};

struct old_access {
	void (*name_assign)(void);
	void (*name_get)(void);
	void (*below_assign)(void);
	void (*below_get)(void);
	void (*below_add)(void);
	void (*nothing_assign)(void);
};

static void layouts(void)
{
	CHECK(sizeof(struct tree) == sizeof(struct old_layout));
	CHECK(offsetof(struct tree, below_length) == offsetof(struct old_layout, below_length));
	CHECK(offsetof(struct tree, below_num_allocated) == offsetof(struct old_layout, below_num_allocated));
	CHECK(offsetof(struct tree, nothing_data) == offsetof(struct old_layout, nothing_data));
	CHECK(offsetof(struct tree, below_set) == offsetof(struct old_layout, below_set));
	CHECK(offsetof(struct tree_access_, below_add) == offsetof(struct old_access, below_add));
	CHECK(offsetof(struct tree_access_, nothing_assign) == offsetof(struct old_access, nothing_assign));
	CHECK(offsetof(struct all, opt_data_length) == offsetof(struct all, opt_data_data) + sizeof(void *));
	CHECK(offsetof(struct all, opt_fixed_data) == offsetof(struct all, fixed_data) + 16);
}

static void constants(void)
{
	CHECK(ALL_OPT_DATA == 0x12345 && ALL_PLACES == 2147483646 && NUMBERS_MAX_TAGS == 2 && ALL_MAX_TAGS == ALL_ARRAY + 1);
	CHECK(NOTHING_MAX_TAGS == 0);
}

int main(void)
{
	constants();
	layouts();
	new_ones_are_empty();
	there_and_back();
	packed();
	assigned_again();
	structs_of_other_files();
	printf("ok\n");
	return 0;
}
