// When the clean-up of a reference runs, compared with the buffer's callbacks; the clean-up may use the buffer's
// other side, and other buffers.
// run: once
#include "buffer/kit.h"

static struct evbuffer *other;

static void on_clean(const void *data, size_t n, void *arg)
{
	SAY("  clean-up\n");
	put_text(other, "cleaned;");
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	char got[10];
	other = evbuffer_new();
	evbuffer_add_cb(buf, say_change, "buffer");
	evbuffer_add_cb(other, say_change, "other");
	SAY("add\n");
	for (int i = 0; i < 6; i++)
		evbuffer_add_reference(buf, "text", 4, on_clean, NULL);
	SAY("drain 4\n");
	evbuffer_drain(buf, 4);
	SAY("remove 4\n");
	evbuffer_remove(buf, got, 4);
	SAY("pullup\n");
	evbuffer_pullup(buf, 6);
	SAY("drain 6\n");
	evbuffer_drain(buf, 6);
	SAY("free\n");
	evbuffer_free(buf);
	say_text("other", other);
	evbuffer_free(other);
	return t_result();
}
