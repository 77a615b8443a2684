// run: once
// Reading what was written, all of it and every cut; then bytes that nobody has written.
#include "tag/tag.h"

static void cuts(struct evbuffer *buf, ev_uint32_t tag)
{
	size_t len = evbuffer_get_length(buf);
	unsigned char *bytes = evbuffer_pullup(buf, -1);
	for (size_t n = 0; n <= len && n < 60; n++)
		read_all(bytes, n, tag);
	read_all(bytes, len, tag);
	/* With more behind it, and as another tag. */
	evbuffer_add(buf, "more", 4);
	bytes = evbuffer_pullup(buf, -1);
	read_all(bytes, len + 4, tag);
	read_all(bytes, len + 4, tag + 1);
	evbuffer_drain(buf, len + 4);
}

int main(void)
{
	struct evbuffer *buf = evbuffer_new();
	struct timeval tv = { 0x12345678, 999999 };
	for (ev_uint32_t tag = 3; tag < 0x40000000; tag *= 200) {
		evtag_marshal_int(buf, tag, 0);
		cuts(buf, tag);
		evtag_marshal_int(buf, tag, 0xffffffff);
		cuts(buf, tag);
		evtag_marshal_int64(buf, tag, 0x123456789abcdef0);
		cuts(buf, tag);
		evtag_marshal_string(buf, tag, "text");
		cuts(buf, tag);
		evtag_marshal_string(buf, tag, "");
		cuts(buf, tag);
		evtag_marshal_timeval(buf, tag, &tv);
		cuts(buf, tag);
		evtag_marshal(buf, tag, "1234", 4);
		cuts(buf, tag);
	}
	/* Numbers that are longer than what holds them. */
	read_all("\x01\x01\x70\x12\x34\x56\x78", 7, 1);
	read_all("\x01\x05\x80\x12\x34\x56\x78", 7, 1);
	read_all("\x01\x05\xff\x12\x34\x56\x78", 7, 1);
	read_all("\xff\xff\xff\xff\x0f\x00", 6, 0xffffffff);
	read_all("\xff\xff\xff\xff\x1f\x00", 6, 0xffffffff);
	read_all("\xff\xff\xff\xff\xff\x00", 6, 0xffffffff);
	/* Halves of bytes that do not count. */
	read_all("\x01\x03\x1f\xff\xff", 5, 1);
	read_all("\x81\x00\x01\x05", 4, 1);
	evbuffer_free(buf);
	return t_result();
}
