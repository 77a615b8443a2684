/* What the programs of this directory have in common. They are C99 and C++. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/rpc.h>
#include <event2/tag.h>

#include "kinds.gen.h"

#define CHECK(what) do { \
	if (!(what)) { \
		printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
		exit(1); \
	} \
} while (0)

/* Fills in everything. 0 if that worked, for which memory is needed. */
static int fill_point(struct point *point, ev_uint32_t x, ev_uint32_t y)
{
	return EVTAG_ASSIGN(point, x, x) | EVTAG_ASSIGN(point, y, y);
}

static int fill_tree(struct tree *tree, int levels)
{
	struct nothing *nothing;
	char name[20];
	int i;

	snprintf(name, sizeof(name), "level %d", levels);
	if (EVTAG_ASSIGN(tree, name, name) || EVTAG_GET(tree, nothing, &nothing))
		return -1;
	for (i = 0; i < levels; i++) {
		struct tree *below = EVTAG_ARRAY_ADD(tree, below);
		if (below == NULL || fill_tree(below, levels - 1))
			return -1;
	}
	return 0;
}

static int fill_all(struct all *all)
{
	static const ev_uint8_t bytes[RPC_TEST_SIZE] = {0, 1, 2, 255};
	struct point *point;
	struct tree *tree;
	int i;

	if (EVTAG_ASSIGN(all, number, 1) || EVTAG_ASSIGN(all, opt_number, 0xffffffffu) ||
	    EVTAG_ASSIGN(all, large, 0) || EVTAG_ASSIGN(all, opt_large, (ev_uint64_t)-2) ||
	    EVTAG_ASSIGN(all, text, "a text") || EVTAG_ASSIGN(all, opt_text, "") ||
	    EVTAG_ASSIGN_WITH_LEN(all, data, bytes, 4) || EVTAG_ASSIGN_WITH_LEN(all, opt_data, NULL, 0) ||
	    EVTAG_ASSIGN(all, fixed, bytes) || EVTAG_ASSIGN(all, opt_fixed, bytes) ||
	    EVTAG_ASSIGN(all, new, 5) || EVTAG_ASSIGN(all, string, "string"))
		return -1;
	for (i = 0; i < 5; i++) {
		point = EVTAG_ARRAY_ADD(all, places);
		if (point == NULL || fill_point(point, (ev_uint32_t)i, (ev_uint32_t)i * 100))
			return -1;
		if (EVTAG_ARRAY_ADD_VALUE(all, numbers, (ev_uint32_t)i) == NULL ||
		    EVTAG_ARRAY_ADD_VALUE(all, larges, (ev_uint64_t)i << 40) == NULL ||
		    EVTAG_ARRAY_ADD_VALUE(all, array, 0) == NULL ||
		    EVTAG_ARRAY_ADD_VALUE(all, texts, i % 2 ? "odd" : "even") == NULL)
			return -1;
	}
	if (EVTAG_GET(all, place, &point) || fill_point(point, 7, 8))
		return -1;
	return EVTAG_GET(all, opt_tree, &tree) || fill_tree(tree, RPC_TEST_LEVELS);
}
