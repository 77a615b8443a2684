// evbuffer_peek where there is nothing, or where blocks without bytes are.
// run: once
#include "buffer/kit.h"

static void look(const char *title, struct evbuffer *buf)
{
	struct evbuffer_iovec vec[4];
	static const ev_ssize_t lengths[] = { -1, 0, 1, 900, 901, 5000 };
	SAY("%s\n", title);
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		int n = evbuffer_peek(buf, lengths[i], NULL, vec, 4);
		SAY("  peek %zd: %d, ", lengths[i], n);
		say_lengths(vec, n);
		n = evbuffer_peek(buf, lengths[i], NULL, NULL, 0);
		SAY("; without an array %d\n", n);
	}
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	look("new", buf);
	evbuffer_expand(buf, 10);
	look("expanded", buf);
	evbuffer_free(buf);
	buf = evbuffer_new();
	put(buf, 0, 900);
	look("900 bytes", buf);
	evbuffer_expand(buf, 2000);
	look("and an empty block", buf);
	evbuffer_drain(buf, 900);
	look("drained", buf);
	evbuffer_add_reference(buf, "", 0, NULL, NULL);
	look("an empty reference", buf);
	evbuffer_free(buf);
	return t_result();
}
