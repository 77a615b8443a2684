// run: once
// on: ours
// What would make a buffer longer than the longest, which is EV_SSIZE_MAX bytes, is refused (CVE-2014-6272,
// CVE-2015-6525), and the buffer stays as it was. The original refuses evbuffer_add and no other.
#include "buffer/kit.h"

#define MOST ((size_t)EV_SSIZE_MAX)

/* A buffer that is said to have N bytes. Nobody looks at them. */
static struct evbuffer *of_length(size_t n)
{
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_add_reference(buf, "x", n, NULL, NULL) == 0);
	return buf;
}

/* Tries to put a byte more than fits into a buffer that lacks ROOM bytes to the longest. */
static void too_much(size_t room)
{
	struct evbuffer *buf = of_length(MOST - room), *more = of_length(room + 1);
	char *bytes = calloc(1, room + 1);
	struct evbuffer_iovec vec = { bytes, room + 1 };
	int fd = file_with(room + 1), file = file_with(room + 1);
	CHECK(evbuffer_add(buf, bytes, room + 1) == -1);
	CHECK(evbuffer_prepend(buf, bytes, room + 1) == -1);
	CHECK(evbuffer_add_iovec(buf, &vec, 1) == 0);
	CHECK(evbuffer_add_reference(buf, bytes, room + 1, NULL, NULL) == -1);
	CHECK(evbuffer_add_printf(buf, "%*s", (int)room + 1, "") == -1);
	CHECK(evbuffer_add_buffer(buf, more) == -1);
	CHECK(evbuffer_prepend_buffer(buf, more) == -1);
	CHECK(evbuffer_add_buffer_reference(buf, more) == -1);
	CHECK(evbuffer_remove_buffer(more, buf, room + 1) == -1);
	CHECK(evbuffer_add_file(buf, fd, 0, (ev_off_t)room + 1) == -1);
	CHECK(evbuffer_read(buf, file, (int)room + 1) == -1);
	CHECK(evbuffer_reserve_space(buf, (ev_ssize_t)room + 1, &vec, 1) == 1);
	vec.iov_len = room + 1;
	CHECK(evbuffer_commit_space(buf, &vec, 1) == -1);
	CHECK(evbuffer_get_length(buf) == MOST - room && evbuffer_get_length(more) == room + 1);
	CHECK(evbuffer_add_reference(buf, bytes, room, NULL, NULL) == 0 && evbuffer_get_length(buf) == MOST);
	evbuffer_free(more);
	evbuffer_free(buf);
	close(file);
	free(bytes);
}

int main(void)
{
	static const size_t rooms[] = { 0, 1, 10, 1000, 4000 };
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		too_much(rooms[i]);
	return t_result();
}
