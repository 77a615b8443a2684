// evbuffer_add_file: the bytes are those of the file, and it is closed when the last of them are gone.
// run: once
#include "buffer/kit.h"

static void state(const char *title, struct evbuffer *buf, int fd)
{
	SAY("%s: %zu bytes, the file is %s\n", title, evbuffer_get_length(buf), is_open(fd) ? "open" : "closed");
}

int main(void)
{
	static const struct { ev_off_t offset, length; } parts[] = { { 0, -1 }, { 0, 10000 }, { 0, 1 }, { 1, 1 },
		{ 100, 5000 }, { 4096, 4096 }, { 4097, 100 }, { 9999, 1 }, { 5000, 5000 } };
	struct evbuffer *buf;
	int fd;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t n = parts[i].length < 0 ? 10000 : (size_t)parts[i].length;
		buf = evbuffer_new();
		evbuffer_add_cb(buf, say_change, "changed");
		fd = file_with(10000);
		lseek(fd, 77, SEEK_SET);
		SAY("offset %ld, length %ld: %d\n", (long)parts[i].offset, (long)parts[i].length,
		    evbuffer_add_file(buf, fd, parts[i].offset, parts[i].length));
		CHECK(holds(buf, (size_t)parts[i].offset, n));
		CHECK(lseek(fd, 0, SEEK_CUR) == 77);
		state("added", buf, fd);
		evbuffer_drain(buf, n - 1);
		state("all but one drained", buf, fd);
		CHECK(holds(buf, (size_t)parts[i].offset + n - 1, 1));
		evbuffer_drain(buf, 1);
		state("drained", buf, fd);
		evbuffer_free(buf);
	}

	SAY("between texts\n");
	buf = evbuffer_new();
	fd = file_with(5);
	put_text(buf, "before");
	evbuffer_add_file(buf, fd, 0, 5);
	put_text(buf, "after");
	evbuffer_prepend(buf, "first", 5);
	say_text("then", buf);
	say_extents("then", buf);
	evbuffer_pullup(buf, 12);
	state("part pulled up", buf, fd);
	say_extents("then", buf);
	evbuffer_pullup(buf, -1);
	state("pulled up", buf, fd);
	say_text("then", buf);
	evbuffer_free(buf);

	SAY("lines\n");
	buf = evbuffer_new();
	fd = file_with(500);
	evbuffer_add_file(buf, fd, 0, 500);
	for (char *line; (line = evbuffer_readln(buf, NULL, EVBUFFER_EOL_LF)) != NULL; free(line))
		SAY("a line, %zu left\n", evbuffer_get_length(buf));
	SAY("search: %zd\n", evbuffer_search(buf, "xyz", 3, NULL).pos);
	evbuffer_free(buf);
	CHECK(!is_open(fd));
	return t_result();
}
