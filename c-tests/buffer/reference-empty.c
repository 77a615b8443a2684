// References of no bytes: each is accepted; the clean-up waits until the place is passed or all is freed.
// run: once
#include "buffer/kit.h"

int main(void)
{
	struct evbuffer *buf = evbuffer_new(), *other;
	evbuffer_add_cb(buf, say_change, "changed");
	SAY("add: %d\n", evbuffer_add_reference(buf, "", 0, say_cleanup, "nothing"));
	say_extents("then", buf);
	SAY("drain 0: %d\n", evbuffer_drain(buf, 0));
	SAY("drain 1: %d\n", evbuffer_drain(buf, 1));
	SAY("free\n");
	evbuffer_free(buf);

	buf = evbuffer_new();
	SAY("add: %d\n", evbuffer_add_reference(buf, NULL, 0, say_cleanup, "NULL"));
	SAY("more\n");
	put_text(buf, "text");
	say_extents("then", buf);
	SAY("free\n");
	evbuffer_free(buf);

	buf = evbuffer_new();
	put_text(buf, "text");
	SAY("after bytes: %d\n", evbuffer_add_reference(buf, "", 0, say_cleanup, "nothing"));
	say_extents("then", buf);
	SAY("more\n");
	put_text(buf, "more");
	say_text("then", buf);
	say_extents("then", buf);
	SAY("drain 4\n");
	evbuffer_drain(buf, 4);
	SAY("drain 4\n");
	evbuffer_drain(buf, 4);
	evbuffer_free(buf);

	SAY("between references\n");
	buf = evbuffer_new();
	evbuffer_add_reference(buf, "a", 1, say_cleanup, "a");
	evbuffer_add_reference(buf, "", 0, say_cleanup, "nothing");
	evbuffer_add_reference(buf, "b", 1, say_cleanup, "b");
	say_extents("then", buf);
	SAY("drain\n");
	evbuffer_drain(buf, 1);
	SAY("free\n");
	evbuffer_free(buf);

	SAY("moved\n");
	buf = evbuffer_new();
	other = evbuffer_new();
	evbuffer_add_reference(buf, "", 0, say_cleanup, "nothing");
	SAY("add_buffer: %d\n", evbuffer_add_buffer(other, buf));
	put_text(other, "text");
	SAY("add_buffer: %d\n", evbuffer_add_buffer(other, buf));
	SAY("free the source\n");
	evbuffer_free(buf);
	SAY("free the destination\n");
	evbuffer_free(other);

	SAY("without a clean-up: ");
	buf = evbuffer_new();
	SAY("%d\n", evbuffer_add_reference(buf, "text", 4, NULL, NULL));
	evbuffer_free(buf);
	return t_result();
}
