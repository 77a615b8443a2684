// evbuffer_get_contiguous_space: how many bytes are in the first block, 0 when there are none.
// run: once
#include "buffer/kit.h"

static void say(const char *title, struct evbuffer *buf)
{
	SAY("%s: %zu of %zu\n", title, evbuffer_get_contiguous_space(buf), evbuffer_get_length(buf));
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	say("new", buf);
	evbuffer_expand(buf, 5000);
	say("expanded", buf);
	evbuffer_free(buf);
	buf = evbuffer_new();
	put(buf, 0, 900);
	say("added", buf);
	put(buf, 900, 900);
	say("two blocks", buf);
	evbuffer_drain(buf, 100);
	say("drained", buf);
	evbuffer_prepend(buf, "x", 1);
	say("into the room before", buf);
	evbuffer_prepend(buf, "0123456789", 10);
	{
		unsigned char *p = stream(0, 200);
		evbuffer_prepend(buf, p, 200);
		free(p);
	}
	say("a block before", buf);
	evbuffer_pullup(buf, 500);
	say("pulled up", buf);
	evbuffer_pullup(buf, -1);
	say("all pulled up", buf);
	evbuffer_drain(buf, 5000);
	say("drained", buf);
	evbuffer_add_reference(buf, "some text", 9, NULL, NULL);
	put(buf, 0, 9);
	say("a reference first", buf);
	evbuffer_free(buf);
	return t_result();
}
