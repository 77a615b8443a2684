// on: ours
// run: once
// Records whose length cannot be: an int cannot hold it, or the sum overflows. Nothing is read that is not there, and
// nothing is reserved for it.
#include "tag/tag.h"

static int refused(const char *bytes, size_t len, int (*call)(struct evbuffer *))
{
	struct evbuffer *buf = evbuffer_new();
	int result;
	evbuffer_add(buf, bytes, len);
	result = call(buf);
	evbuffer_free(buf);
	return result == -1;
}

static int peek_length(struct evbuffer *buf)
{
	ev_uint32_t len;
	return evtag_peek_length(buf, &len);
}

static int header(struct evbuffer *buf) { return evtag_unmarshal_header(buf, NULL); }

static int string(struct evbuffer *buf)
{
	char *text = NULL;
	int result = evtag_unmarshal_string(buf, 1, &text);
	CHECK(!text);
	return result;
}

int main(void)
{
	/* 0xffffffff, 0xfffffffa and 0x80000000 bytes. */
	static const char *const heads[] = { "\x01\x7f\xff\xff\xff\xf0", "\x01\x7a\xff\xff\xff\xf0", "\x01\x70\x00\x00\x00\x80" };
	for (int i = 0; i < 3; i++) {
		CHECK(refused(heads[i], 6, header));
		CHECK(refused(heads[i], 6, string));
		CHECK(refused(heads[i], 6, evtag_consume));
	}
	CHECK(refused(heads[0], 6, peek_length));
	CHECK(refused(heads[1], 6, peek_length));
	CHECK(refused("", 0, peek_length));
	/* Nobody is there. */
	CHECK(evtag_peek(NULL, NULL) == -1 && evtag_consume(NULL) == -1 && evtag_unmarshal_header(NULL, NULL) == -1);
	evtag_marshal(NULL, 1, "x", 1);
	evtag_marshal_string(NULL, 1, "x");
	evtag_encode_int(NULL, 1);
	return t_result();
}
