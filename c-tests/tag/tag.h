/* What the tests of tagged data share: a look at bytes, and the functions that no header declares. */
#ifndef TAG_TESTS_H
#define TAG_TESTS_H

#include "t.h"

#include <event2/buffer.h>
#include <event2/tag.h>

int evtag_decode_int(ev_uint32_t *pnumber, struct evbuffer *evbuf);
int evtag_decode_int64(ev_uint64_t *pnumber, struct evbuffer *evbuf);
int evtag_encode_tag(struct evbuffer *evbuf, ev_uint32_t tag);
int evtag_decode_tag(ev_uint32_t *ptag, struct evbuffer *evbuf);

/* Prints what is in BUF, and how much; much is a sum. */
T_UNUSED static void show(const char *what, struct evbuffer *buf)
{
	size_t len = evbuffer_get_length(buf);
	unsigned char *bytes = evbuffer_pullup(buf, -1);
	unsigned long sum = 0;
	SAY("%s: %zu", what, len);
	for (size_t i = 0; i < len && len <= 40; i++)
		SAY(" %02x", bytes[i]);
	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + bytes[i];
	SAY(" (%lx)\n", sum);
}

/* Every call that takes or looks at something, each on a buffer of its own with these bytes: what it returns, stores, and
 * leaves. */
T_UNUSED static void read_all(const void *bytes, size_t len, ev_uint32_t need)
{
	for (int call = 0; call < 14; call++) {
		struct evbuffer *buf = evbuffer_new(), *dst = evbuffer_new();
		ev_uint32_t tag = 77, number = 88;
		ev_uint64_t number64 = 99;
		char fixed[4] = "....", *string = NULL;
		struct timeval tv = { 11, 22 };
		int result = 0;
		evbuffer_add(buf, bytes, len);
		switch (call) {
		case 0: result = evtag_peek(buf, &tag); break;
		case 1: result = evtag_peek_length(buf, &number); break;
		case 2: result = evtag_payload_length(buf, &number); break;
		case 3: result = evtag_unmarshal_header(buf, &tag); break;
		case 4: result = evtag_consume(buf); break;
		case 5: result = evtag_unmarshal(buf, &tag, dst); break;
		case 6: result = evtag_unmarshal_int(buf, need, &number); break;
		case 7: result = evtag_unmarshal_int64(buf, need, &number64); break;
		case 8: result = evtag_unmarshal_fixed(buf, need, fixed, sizeof fixed); break;
		case 9: result = evtag_unmarshal_string(buf, need, &string); break;
		case 10: result = evtag_unmarshal_timeval(buf, need, &tv); break;
		case 11: result = evtag_decode_int(&number, buf); break;
		case 12: result = evtag_decode_int64(&number64, buf); break;
		case 13: result = evtag_decode_tag(&tag, buf); break;
		}
		/* What is stored in a failure is nobody's business. */
		SAY(" %d:%d", call, result);
		if (result >= 0) {
			SAY(",%u,%u,%llu", tag, number, (unsigned long long)number64);
			SAY(",%.4s,%ld.%ld,%zu", fixed, (long)tv.tv_sec, (long)tv.tv_usec, evbuffer_get_length(dst));
			if (string)
				SAY(",\"%s\"", strlen(string) < 40 ? string : "long");
			SAY(",%zu", evbuffer_get_length(buf));
		}
		free(string);
		evbuffer_free(dst);
		evbuffer_free(buf);
	}
	SAY("\n");
}

#endif
