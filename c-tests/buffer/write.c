// evbuffer_write and evbuffer_write_atmost: how many bytes are written and drained, for every limit.
// run: once
#include "buffer/kit.h"

int main(void)
{
	static const ev_ssize_t limits[] = { -1, -2, 0, 1, 4, 5, 6, 12, 13, 14, 1000, EV_SSIZE_MAX, EV_SSIZE_MIN };
	struct evbuffer *buf;
	char got[2000];
	int fd[2];
	t_pair(fd);
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		ssize_t n;
		buf = BLOCKS("some ", "more", "over");
		evbuffer_add_cb(buf, say_change, "changed");
		SAY("at most %zd\n", limits[i]);
		SAY("  %d\n", evbuffer_write_atmost(buf, fd[0], limits[i]));
		n = read(fd[1], got, sizeof got);
		SAY("  written: ");
		say_bytes(got, n < 0 ? 0 : (size_t)n);
		SAY("\n");
		say_text("  left", buf);
		evbuffer_free(buf);
	}
	buf = evbuffer_new();
	errno = 0;
	SAY("empty: %d", evbuffer_write(buf, fd[0]));
	SAY(" %s\n", t_errno(errno));
	evbuffer_expand(buf, 10);
	SAY("an empty block: %d\n", evbuffer_write(buf, fd[0]));
	evbuffer_add_reference(buf, "", 0, NULL, NULL);
	evbuffer_add_reference(buf, "text", 4, NULL, NULL);
	SAY("an empty reference and text: %d\n", evbuffer_write(buf, fd[0]));
	CHECK(read(fd[1], got, sizeof got) == 4);

	/* Many blocks: the kernel gets 128 of them at once. */
	for (int i = 0; i < 1000; i++)
		evbuffer_add_reference(buf, "x", 1, NULL, NULL);
	while (evbuffer_get_length(buf)) {
		SAY("of %zu: ", evbuffer_get_length(buf));
		SAY("%d\n", evbuffer_write(buf, fd[0]));
	}
	CHECK(read(fd[1], got, sizeof got) == 1000);
	evbuffer_free(buf);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
