// evbuffer_add_reference_with_offset: the bytes from the offset on are added, and the clean-up, which runs once,
// gets the whole of the memory.
// run: once
// on: ours
#include "buffer/kit.h"

static char text[] = "some text and more";
static int cleaned, added;
static const void *clean_data;
static size_t clean_size;

static void on_clean(const void *data, size_t n, void *arg)
{
	CHECK(arg == &cleaned);
	cleaned++;
	clean_data = data;
	clean_size = n;
}

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	added += (int)info->n_added;
}

static int is(struct evbuffer *buf, const char *expected)
{
	char got[100] = "";
	return evbuffer_get_length(buf) == strlen(expected) && evbuffer_copyout(buf, got, 99) >= 0
	    && !strcmp(got, expected);
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct evbuffer_iovec vec[2];

	evbuffer_add_cb(buf, on_change, NULL);
	CHECK(evbuffer_add_reference_with_offset(buf, text, 5, 4, on_clean, &cleaned) == 0);
	CHECK(is(buf, "text") && added == 4 && cleaned == 0);
	CHECK(evbuffer_peek(buf, -1, NULL, vec, 2) == 1 && vec[0].iov_base == text + 5 && vec[0].iov_len == 4);
	/* What is before and behind in the memory is not the buffer's. */
	CHECK(evbuffer_prepend(buf, "a ", 2) == 0 && evbuffer_add(buf, " b", 2) == 0);
	CHECK(is(buf, "a text b") && !strcmp(text, "some text and more"));
	CHECK(evbuffer_drain(buf, 5) == 0 && cleaned == 0);
	CHECK(evbuffer_drain(buf, 1) == 0);
	CHECK(cleaned == 1 && clean_data == text && clean_size == 9);
	CHECK(is(buf, " b"));
	evbuffer_drain(buf, 2);

	CHECK(evbuffer_add_reference_with_offset(buf, text, 0, 4, on_clean, &cleaned) == 0);
	CHECK(is(buf, "some"));
	evbuffer_drain(buf, 4);
	CHECK(cleaned == 2 && clean_data == text && clean_size == 4);
	CHECK(evbuffer_add_reference_with_offset(buf, text, 5, 4, NULL, NULL) == 0);
	evbuffer_drain(buf, 4);

	evbuffer_freeze(buf, 0);
	CHECK(evbuffer_add_reference_with_offset(buf, text, 5, 4, on_clean, &cleaned) == -1);
	evbuffer_unfreeze(buf, 0);
	CHECK(evbuffer_add_reference_with_offset(buf, text, SIZE_MAX - 1, 4, on_clean, &cleaned) == -1);
	CHECK(evbuffer_add_reference_with_offset(buf, text, 4, SIZE_MAX - 1, on_clean, &cleaned) == -1);
	CHECK(cleaned == 2 && evbuffer_get_length(buf) == 0);

	CHECK(evbuffer_add_reference_with_offset(buf, text, 5, 4, on_clean, &cleaned) == 0);
	evbuffer_free(buf);
	CHECK(cleaned == 3 && clean_data == text && clean_size == 9);
	SAY("done\n");
	return t_result();
}
