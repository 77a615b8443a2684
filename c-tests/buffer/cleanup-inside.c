// run: once
// on: ours
// A reference's cleanup function uses the buffer that gave the reference up: nothing is lost or counted twice.
#include "buffer/kit.h"

static struct evbuffer *buf, *other;
static const char *does;
static int busy;

static void cleanup(const void *data, size_t n, void *arg)
{
	char some[3];
	if (busy)
		return;
	busy = 1;
	if (!strcmp(does, "add"))
		CHECK(evbuffer_add(buf, "MORE", 4) == 0);
	else if (!strcmp(does, "prepend"))
		CHECK(evbuffer_prepend(buf, "PRE", 3) == 0);
	else if (!strcmp(does, "drain"))
		CHECK(evbuffer_drain(buf, 2) == 0);
	else if (!strcmp(does, "drain all"))
		CHECK(evbuffer_drain(buf, 100) == 0);
	else if (!strcmp(does, "remove"))
		CHECK(evbuffer_remove(buf, some, 3) >= 0);
	else if (!strcmp(does, "pull up"))
		CHECK(evbuffer_pullup(buf, -1) || !evbuffer_get_length(buf));
	else if (!strcmp(does, "move"))
		CHECK(evbuffer_remove_buffer(buf, other, 4) >= 0);
	busy = 0;
}

static void drain_some(void) { CHECK(evbuffer_drain(buf, 7) == 0); }
static void drain_all(void) { CHECK(evbuffer_drain(buf, 100) == 0); }
static void pull_up(void) { CHECK(evbuffer_pullup(buf, 9) != NULL); }
static void pull_up_all(void) { CHECK(evbuffer_pullup(buf, -1) != NULL); }

static void remove_some(void)
{
	char some[9];
	CHECK(evbuffer_remove(buf, some, 9) == 9);
}

/* A reference without bytes at the end, which is dropped when something is added. */
static void replace_end(void)
{
	CHECK(evbuffer_add_reference(buf, "", 0, cleanup, NULL) == 0);
	CHECK(evbuffer_add(other, "of another", 10) == 0 && evbuffer_add_buffer(buf, other) == 0);
}

/* What it holds, copied out block by block, and how long it says that is. */
static void show(void)
{
	char bytes[100] = "";
	size_t len = evbuffer_get_length(buf), counted = 0;
	struct evbuffer_iovec pieces[20];
	int n = evbuffer_peek(buf, -1, NULL, pieces, 20);
	for (int i = 0; i < n; i++)
		counted += pieces[i].iov_len;
	CHECK(counted == len && evbuffer_copyout(buf, bytes, sizeof bytes - 1) == (ev_ssize_t)len);
	SAY(" %s\n", bytes);
}

int main(void)
{
	static const char *const deeds[] = { "add", "prepend", "drain", "drain all", "remove", "pull up", "move" };
	static const struct { const char *name; void (*call)(void); } calls[] = {
		{ "drain some", drain_some }, { "drain all", drain_all }, { "remove", remove_some }, { "pull up", pull_up },
		{ "pull up all", pull_up_all }, { "replace end", replace_end },
	};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		for (size_t k = 0; k < sizeof deeds / sizeof *deeds; k++) {
			buf = evbuffer_new();
			other = evbuffer_new();
			does = deeds[k];
			put_text(buf, "ab");
			CHECK(evbuffer_add_reference(buf, "hello", 5, cleanup, NULL) == 0);
			CHECK(evbuffer_add_reference(buf, "world", 5, cleanup, NULL) == 0);
			put_text(buf, "xyz");
			SAY("%s, and in it %s:", calls[i].name, does);
			calls[i].call();
			show();
			busy = 1;
			evbuffer_free(buf);
			evbuffer_free(other);
			busy = 0;
		}
	}
	return t_result();
}
