/* Memory that runs out, after one allocation more each time: for the generated code, which is compiled with these
 * functions instead of malloc and the others, and for the library. Nothing may crash, or be lost (for valgrind).
 */
#include "t.h"

static long allocations_left;

static int is_out(void)
{
	return allocations_left-- <= 0;
}

extern void *test_malloc(size_t size);
extern void *test_calloc(size_t count, size_t size);
extern void *test_realloc(void *old, size_t size);

void *test_malloc(size_t size)
{
	CHECK(size < 1 << 20);
	return is_out() ? NULL : malloc(size);
}

void *test_calloc(size_t count, size_t size)
{
	return is_out() ? NULL : calloc(count, size);
}

void *test_realloc(void *old, size_t size)
{
	return is_out() ? NULL : realloc(old, size);
}

/* A length that is a lie: nobody may ask for so much memory. */
static void lie(void)
{
	struct evbuffer *evbuf = evbuffer_new();
	struct all *all = all_new();

	evbuffer_add(evbuf, "\x08\x70\xff\xff\xff\xf0", 6);
	CHECK(all_unmarshal(all, evbuf) == -1);
	all_free(all);
	evbuffer_free(evbuf);
}

/* All of it, until something fails. */
static int use(struct evbuffer *evbuf, const void *bytes, size_t length)
{
	struct all *all = all_new(), *back = all_new();
	int result = -1;

	if (all == NULL || back == NULL || fill_all(all) || evbuffer_add(evbuf, bytes, length))
		goto out;
	if (EVTAG_ASSIGN(all, place, all->place_data) || all_places_assign(all, 0, all->place_data) ||
	    EVTAG_ASSIGN(all, opt_tree, all->opt_tree_data) || all_texts_assign(all, 0, "other"))
		goto out;
	result = all_unmarshal(back, evbuf);
	all_marshal(evbuf, all);
	evtag_marshal_all(evbuf, 1, all);
out:
	if (all != NULL)
		all_free(all);
	if (back != NULL)
		all_free(back);
	return result;
}

int main(void)
{
	struct evbuffer *evbuf;
	struct all *all;
	unsigned char *bytes;
	size_t length;
	long limit = 0, worked = 0;

	event_set_mem_functions(test_malloc, test_realloc, free);
	allocations_left = 1000000;
	lie();
	evbuf = evbuffer_new();
	all = all_new();
	CHECK(fill_all(all) == 0);
	all_marshal(evbuf, all);
	all_free(all);
	length = evbuffer_get_length(evbuf);
	bytes = (unsigned char *)malloc(length);
	evbuffer_remove(evbuf, bytes, length);
	evbuffer_free(evbuf);
	do {
		allocations_left = 1;
		evbuf = evbuffer_new();
		allocations_left = ++limit;
		worked += use(evbuf, bytes, length) == 0;
		CHECK(limit < 100000);
		evbuffer_free(evbuf);
	} while (allocations_left < 0);
	CHECK(worked > 0);
	free(bytes);
	printf("ok, after %ld failures\n", limit);
	return 0;
}
