// evbuffer_add_reference: the bytes are not copied, and the clean-up runs once, when the last byte is gone.
// run: once
#include "buffer/kit.h"

static struct evbuffer *two(void)
{
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_add_reference(buf, "first ", 6, say_cleanup, "first") == 0);
	CHECK(evbuffer_add_reference(buf, "second", 6, say_cleanup, "second") == 0);
	return buf;
}

int main(void)
{
	static char own[] = "can be changed";
	struct evbuffer *buf = two(), *other;
	struct evbuffer_iovec vec[2];
	char got[20] = "";

	SAY("free\n");
	evbuffer_free(buf);
	buf = two();
	SAY("drain 5\n");
	evbuffer_drain(buf, 5);
	SAY("drain 1\n");
	evbuffer_drain(buf, 1);
	SAY("drain 5\n");
	evbuffer_drain(buf, 5);
	SAY("drain 10\n");
	evbuffer_drain(buf, 10);
	evbuffer_free(buf);
	buf = two();
	SAY("remove 7\n");
	CHECK(evbuffer_remove(buf, got, 7) == 7 && !strcmp(got, "first s"));
	SAY("remove 5\n");
	evbuffer_remove(buf, got, 5);
	evbuffer_free(buf);
	buf = two();
	SAY("pullup\n");
	evbuffer_pullup(buf, 8);
	say_text("then", buf);
	SAY("pullup all\n");
	evbuffer_pullup(buf, -1);
	say_text("then", buf);
	evbuffer_free(buf);

	SAY("move\n");
	buf = two();
	other = evbuffer_new();
	evbuffer_add_buffer(other, buf);
	evbuffer_free(buf);
	SAY("free\n");
	evbuffer_free(other);
	buf = two();
	other = evbuffer_new();
	SAY("move a part\n");
	evbuffer_remove_buffer(buf, other, 9);
	SAY("free the source\n");
	evbuffer_free(buf);
	SAY("free the destination\n");
	evbuffer_free(other);

	/* It is the memory itself. */
	buf = evbuffer_new();
	evbuffer_add_reference(buf, own, sizeof own - 1, NULL, NULL);
	CHECK(evbuffer_peek(buf, -1, NULL, vec, 2) == 1 && vec[0].iov_base == own);
	CHECK(evbuffer_pullup(buf, -1) == (unsigned char *)own);
	memcpy(own, "was", 3);
	say_text("changed outside", buf);
	/* What is added or prepended goes elsewhere. */
	evbuffer_drain(buf, 4);
	evbuffer_add(buf, "!", 1);
	evbuffer_prepend(buf, "it ", 3);
	say_text("then", buf);
	SAY("outside: %s\n", own);
	evbuffer_free(buf);
	return t_result();
}
