// A callback that frees its buffer: the call that made the change ends, no other callback runs, all is freed. (The
// original goes on with what is freed.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

static int late;

static void frees(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	evbuffer_free(buf);
}

static void after_the_end(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	late++;
}

static struct evbuffer *make(const char *text)
{
	struct evbuffer *buf = evbuffer_new();
	put_text(buf, text);
	evbuffer_add_cb(buf, after_the_end, NULL);
	evbuffer_add_cb(buf, frees, NULL);
	return buf;
}

#define DO(call) do { \
	SAY("%s\n", #call); \
	call; \
	CHECK(al.live == 0); \
} while (0)

int main(void)
{
	struct evbuffer *buf, *other;
	struct evbuffer_iovec vec[2] = { { "one", 3 }, { "two", 3 } };
	char got[10], *line;
	int fd[2];

	al_start();
	t_pair(fd);
	buf = make("some text");
	DO(CHECK(evbuffer_add(buf, "x", 1) == 0));
	buf = make("some text");
	DO(CHECK(evbuffer_prepend(buf, "x", 1) == 0));
	buf = make("some text");
	DO(CHECK(evbuffer_drain(buf, 2) == 0));
	buf = make("some text");
	DO(CHECK(evbuffer_drain(buf, 9) == 0));
	buf = make("some text");
	DO(CHECK(evbuffer_remove(buf, got, 3) == 3));
	buf = make("some text");
	DO(CHECK(evbuffer_add_printf(buf, "%d", 123) == 3));
	buf = make("some text");
	DO(CHECK(evbuffer_add_iovec(buf, vec, 1) == 3));
	buf = make("some text");
	DO(CHECK(evbuffer_add_reference(buf, "x", 1, NULL, NULL) == 0));
	buf = make("some text");
	CHECK(evbuffer_reserve_space(buf, 1, vec, 1) == 1);
	vec[0].iov_len = 1;
	DO(CHECK(evbuffer_commit_space(buf, vec, 1) == 0));
	buf = make("some text");
	DO(CHECK(evbuffer_write(buf, fd[0]) == 9));
	buf = make("some text");
	CHECK(write(fd[1], "read", 4) == 4);
	DO(CHECK(evbuffer_read(buf, fd[0], -1) == 4));
	buf = make("one\ntwo");
	SAY("evbuffer_readln\n");
	line = evbuffer_readln(buf, NULL, EVBUFFER_EOL_LF);
	CHECK(line && !strcmp(line, "one"));
	al_free(line);
	CHECK(al.live == 0);
	buf = make("some text");
	DO(CHECK(evbuffer_add_file(buf, file_with(10), 0, 10) == 0));

	buf = make("some text");
	other = evbuffer_new();
	put_text(other, "more");
	SAY("evbuffer_add_buffer(buf, other)\n");
	evbuffer_add_buffer(buf, other);
	CHECK(evbuffer_get_length(other) == 0);
	buf = make("some text");
	SAY("evbuffer_add_buffer(other, buf)\n");
	evbuffer_add_buffer(other, buf);
	CHECK(evbuffer_get_length(other) == 9);
	buf = make("some text");
	SAY("evbuffer_remove_buffer(buf, other, 4)\n");
	CHECK(evbuffer_remove_buffer(buf, other, 4) == 4);
	CHECK(evbuffer_get_length(other) == 13);
	buf = make("some text");
	SAY("evbuffer_remove_buffer(other, buf, 4)\n");
	CHECK(evbuffer_remove_buffer(other, buf, 4) == 4);
	CHECK(evbuffer_get_length(other) == 9);
	DO(evbuffer_free(other));
	CHECK(late == 0);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
