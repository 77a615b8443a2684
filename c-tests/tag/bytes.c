// run: once
// The bytes that every function adds, over the edges of what it takes.
#include "tag/tag.h"

static const ev_uint32_t tags[] = { 0, 1, 127, 128, 255, 16383, 16384, 0x1fffff, 0x200000, 0xfffffff, 0x10000000,
	0xffffffff };

int main(void)
{
	static char text[70000];
	struct evbuffer *buf = evbuffer_new(), *data = evbuffer_new();
	evtag_init();
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		SAY("tag %x: %d\n", tags[i], evtag_encode_tag(buf, tags[i]));
		show("tag", buf);
		evbuffer_drain(buf, 100);
	}
	for (int bit = 0; bit < 64; bit++)
		for (int less = 0; less < 2; less++) {
			ev_uint64_t number = (1ULL << bit) - (ev_uint64_t)less;
			struct timeval tv = { (time_t)number, (long)(number >> 3) };
			SAY("%llx\n", (unsigned long long)number);
			evtag_encode_int(buf, (ev_uint32_t)number);
			evtag_encode_int64(buf, number);
			show("numbers", buf);
			evbuffer_drain(buf, 100);
			evtag_marshal_int(buf, 5, (ev_uint32_t)number);
			evtag_marshal_int64(buf, 500, number);
			evtag_marshal_timeval(buf, 7, &tv);
			show("records", buf);
			evbuffer_drain(buf, 100);
		}
	memset(text, 'x', sizeof text - 1);
	for (size_t len = 0; len < sizeof text; len = len * 3 + 1) {
		evtag_marshal(buf, 9, text, (ev_uint32_t)len);
		evtag_marshal_string(buf, 10, text + sizeof text - 1 - len);
		evbuffer_add(data, text, len);
		evtag_marshal_buffer(buf, 11, data);
		CHECK(evbuffer_get_length(data) == 0);
		show("bytes", buf);
		evbuffer_drain(buf, evbuffer_get_length(buf));
	}
	evtag_marshal(buf, 12, NULL, 0);
	show("nothing", buf);
	evbuffer_free(buf);
	evbuffer_free(data);
	return t_result();
}
