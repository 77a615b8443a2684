// A frozen end refuses changes there, at the back also those of no bytes; the other end and looking are not
// affected, nor is evbuffer_expand. Copying out counts as taking.
// run: once
#include "buffer/kit.h"

static int cleaned;

static void on_clean(const void *data, size_t n, void *arg) { cleaned++; }

static void try_all(const char *title, const char *text, int front, int back)
{
	struct evbuffer *buf = evbuffer_new(), *other = evbuffer_new();
	struct evbuffer *source = evbuffer_new();
	struct evbuffer_iovec vec[2] = { { "iovec", 5 } };
	char got[10];
	int fd[2], file = file_with(10);
	const char *nothing = "";
	char *line;

	t_pair(fd);
	put_text(buf, text);
	put_text(other, "other\n");
	put_text(source, "source");
	SAY("%s\n", title);
	if (front)
		SAY("freeze: %d\n", evbuffer_freeze(buf, 1));
	if (back)
		SAY("freeze: %d\n", evbuffer_freeze(buf, 0));
#define TRY(expr) do { \
	long result_ = (long)(expr); \
	SAY("  %s: %ld, %zu bytes\n", #expr, result_, evbuffer_get_length(buf)); \
} while (0)
	TRY(evbuffer_add(buf, "x", 1));
	TRY(evbuffer_add(buf, "x", 0));
	TRY(evbuffer_prepend(buf, "x", 1));
	TRY(evbuffer_prepend(buf, "x", 0));
	TRY(evbuffer_drain(buf, 1));
	TRY(evbuffer_drain(buf, 0));
	TRY(evbuffer_remove(buf, got, 1));
	TRY(evbuffer_remove(buf, got, 0));
	TRY(evbuffer_copyout(buf, got, 1));
	TRY(evbuffer_copyout(buf, got, 0));
	TRY(evbuffer_copyout_from(buf, NULL, got, 1));
	TRY(evbuffer_peek(buf, 1, NULL, NULL, 0));
	TRY(evbuffer_pullup(buf, -1) != NULL);
	TRY(evbuffer_search(buf, "x", 1, NULL).pos >= 0);
	TRY(evbuffer_expand(buf, 10));
	TRY(evbuffer_add_printf(buf, "%d", 1));
	TRY(evbuffer_add_printf(buf, "%s", nothing));
	TRY(evbuffer_add_iovec(buf, vec, 1));
	TRY(evbuffer_add_iovec(buf, vec, 0));
	TRY(evbuffer_add_reference(buf, "reference", 9, on_clean, NULL));
	TRY(evbuffer_add_file(buf, file, 0, 10));
	SAY("  the file is open: %d\n", is_open(file));
	TRY(evbuffer_reserve_space(buf, 10, vec, 1));
	vec[0].iov_len = 4;
	if (!back)
		memcpy(vec[0].iov_base, "rsvd", 4);
	TRY(evbuffer_commit_space(buf, vec, 1));
	TRY(evbuffer_commit_space(buf, vec, 0));
	TRY(evbuffer_add_buffer_reference(buf, source));
	TRY(evbuffer_remove_buffer(other, buf, 1));
	TRY(evbuffer_remove_buffer(other, buf, 0));
	TRY(evbuffer_remove_buffer(buf, other, 1));
	TRY(evbuffer_remove_buffer(buf, other, 0));
	TRY(evbuffer_add_buffer(buf, other));
	TRY(evbuffer_add_buffer(buf, other));    /* now it is empty, or not */
	TRY(evbuffer_add_buffer(other, buf));
	TRY(evbuffer_prepend_buffer(buf, other));
	TRY(evbuffer_prepend_buffer(other, buf));
	TRY(evbuffer_add_buffer_reference(other, buf));
	CHECK(write(fd[0], "read", 4) == 4);
	TRY(evbuffer_read(buf, fd[1], 4));
	TRY(evbuffer_write(buf, fd[1]));
	TRY(evbuffer_write_atmost(buf, fd[1], 0));
	put_text(buf, "line\n");
	TRY((line = evbuffer_readln(buf, NULL, EVBUFFER_EOL_LF)) != NULL);
	free(line);
	TRY((line = evbuffer_readline(buf)) != NULL);
	free(line);
	say_text("  then", buf);
	say_text("  other", other);
	SAY("unfreeze: %d %d\n", evbuffer_unfreeze(buf, 1), evbuffer_unfreeze(buf, 0));
	TRY(evbuffer_add(buf, "x", 1));
	TRY(evbuffer_drain(buf, 1));
	TRY(evbuffer_freeze(buf, 7));            /* any true value is the front */
	TRY(evbuffer_drain(buf, 0));
	evbuffer_free(buf);                      /* frozen, and freed all the same */
	evbuffer_free(other);
	evbuffer_free(source);
	SAY("cleaned: %d\n", cleaned);
	cleaned = 0;
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	static const char *const texts[] = { "", "text", "line\nline\n" };
	for (int i = 0; i < 3; i++) {
		SAY("buffer of %zu bytes\n", strlen(texts[i]));
		try_all("nothing frozen", texts[i], 0, 0);
		try_all("front frozen", texts[i], 1, 0);
		try_all("back frozen", texts[i], 0, 1);
		try_all("both frozen", texts[i], 1, 1);
	}
	return t_result();
}
