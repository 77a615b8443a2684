// What callbacks are told of each change: the length before, bytes added, bytes removed. Nothing changed, nothing
// told.
// run: once
#include "buffer/kit.h"

#define DO(call) do { \
	SAY("%s\n", #call); \
	call; \
} while (0)

int main(void)
{
	struct evbuffer *buf = evbuffer_new(), *other = evbuffer_new();
	struct evbuffer_iovec vec[2] = { { "iovec", 5 }, { "two", 3 } };
	const char *nothing = "";
	char got[100];
	int fd[2];

	t_pair(fd);
	put_text(other, "other");
	DO(evbuffer_add_cb(buf, say_change, "buf"));
	DO(evbuffer_add(buf, "text", 4));
	DO(evbuffer_add(buf, "text", 0));
	DO(evbuffer_prepend(buf, "more", 4));
	DO(evbuffer_prepend(buf, "more", 0));
	DO(evbuffer_add_printf(buf, "%d", 12345));
	DO(evbuffer_add_printf(buf, "%s", nothing));
	DO(evbuffer_add_iovec(buf, vec, 2));
	DO(evbuffer_add_iovec(buf, vec, 0));
	DO(evbuffer_add_reference(buf, "reference", 9, NULL, NULL));
	DO(evbuffer_expand(buf, 5000));
	DO(evbuffer_reserve_space(buf, 100, vec, 2));
	vec[0].iov_len = 7;
	memset(vec[0].iov_base, 'v', 7);
	DO(evbuffer_commit_space(buf, vec, 1));
	DO(evbuffer_commit_space(buf, vec, 0));
	DO(evbuffer_pullup(buf, -1));
	DO(evbuffer_copyout(buf, got, 10));
	DO(evbuffer_search(buf, "x", 1, NULL));
	DO(evbuffer_drain(buf, 3));
	DO(evbuffer_drain(buf, 0));
	DO(evbuffer_remove(buf, got, 4));
	DO(evbuffer_remove(buf, got, 0));
	DO(evbuffer_add_buffer(buf, other));
	DO(evbuffer_add_buffer(buf, other));
	put_text(other, "one line\ntwo\n");
	DO(evbuffer_prepend_buffer(buf, other));
	DO(free(evbuffer_readln(buf, NULL, EVBUFFER_EOL_LF)));
	DO(free(evbuffer_readline(buf)));
	DO(evbuffer_remove_buffer(buf, other, 5));
	DO(evbuffer_remove_buffer(buf, other, 0));
	DO(evbuffer_add_buffer_reference(buf, other));
	DO(evbuffer_write_atmost(buf, fd[0], 6));
	DO(evbuffer_write(buf, fd[0]));
	CHECK(write(fd[0], "read me", 7) == 7);
	DO(evbuffer_read(buf, fd[1], 4));
	DO(evbuffer_read(buf, fd[1], -1));
	DO(evbuffer_read(buf, fd[1], -1));
	DO(evbuffer_add_file(buf, file_with(10), 2, 5));
	DO(evbuffer_freeze(buf, 0));
	DO(evbuffer_freeze(buf, 1));
	DO(evbuffer_add(buf, "x", 1));
	DO(evbuffer_drain(buf, 1));
	DO(evbuffer_unfreeze(buf, 0));
	DO(evbuffer_unfreeze(buf, 1));
	DO(evbuffer_drain(buf, 1000));
	DO(evbuffer_drain(buf, 1000));
	put_text(buf, "left");
	DO(evbuffer_free(buf));
	evbuffer_free(other);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
