// What evbuffer_add_file refuses: the fd is then still open and the caller's, unless the buffer was frozen. For a
// buffer that drains to an fd, the file is not looked at before it is sent.
// run: once
#include "buffer/kit.h"

static int drains;

static void try(const char *title, int fd, ev_off_t offset, ev_off_t length)
{
	struct evbuffer *buf = evbuffer_new();
	int open_before = is_open(fd);
	if (drains)
		evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD);
	put_text(buf, "text");
	SAY("%s, offset %lld, length %lld: %d", title, (long long)offset, (long long)length,
	    evbuffer_add_file(buf, fd, offset, length));
	if (open_before)
		SAY(", the file is %s", is_open(fd) ? "open" : "closed");
	SAY(", %zu bytes\n", evbuffer_get_length(buf));
	evbuffer_free(buf);
	if (is_open(fd))
		close(fd);
}

int main(void)
{
	static const ev_off_t max = INT64_MAX, min = INT64_MIN;
	int pipes[2];
	for (drains = 0; drains < 2; drains++) {
		SAY("drains to an fd: %d\n", drains);
		try("file", file_with(10), -1, 5);
		try("file", file_with(10), 0, -2);
		try("file", file_with(10), -1, -1);
		try("file", file_with(10), min, 5);
		try("file", file_with(10), 0, min);
		try("file", file_with(10), max, 1);
		try("file", file_with(10), 1, max);
		try("file", file_with(10), max, max);
		try("file", file_with(10), max, -1);
		try("no fd", -1, 0, -1);
		try("closed fd", 900, 0, -1);
	}
	SAY("what cannot be mapped\n");
	drains = 0;
	try("file", file_with(10), 0, max);
	try("empty file", file_with(0), 0, -1);
	try("nothing of a file", file_with(10), 0, 0);
	try("no fd", -1, 0, 5);
	try("closed fd", 900, 0, 5);
	try("directory", open(".", O_RDONLY), 0, 4);
	CHECK(pipe(pipes) == 0);
	CHECK(write(pipes[1], "text", 4) == 4);
	try("pipe", pipes[0], 0, 4);
	close(pipes[1]);
	return t_result();
}
