// run: once
// on: ours
// Tagged data with any request for memory refused: what was added before is whole, what is read is right or not read at
// all, and nothing is lost.
#include "memory/alloc.h"
#include <event2/buffer.h>
#include <event2/tag.h>

static char text[5000];

/* Adds a record of each kind; a part of the last one may be missing. */
static void write_all(struct evbuffer *to, struct evbuffer *nested)
{
	struct timeval tv = { 1000000, 999999 };
	evtag_marshal_int(to, 1, 70000);
	evtag_marshal_string(to, 2, text);
	evtag_marshal_timeval(to, 3, &tv);
	evtag_marshal_buffer(to, 4, nested);
	evtag_marshal(to, 5, text, sizeof text);
}

/* Copies of texts are the program's own. */
static int read_string(struct evbuffer *from)
{
	char *copy = NULL;
	int result = evtag_unmarshal_string(from, 2, &copy);
	if (result < 0)
		return 0;
	CHECK(copy && !strcmp(copy, text));
	al_free(copy);
	return 1;
}

static int read_all(struct evbuffer *from, struct evbuffer *into)
{
	ev_uint32_t number = 0, tag = 0, length = 0;
	struct timeval tv;
	static char same[sizeof text];
	if (evtag_unmarshal_int(from, 1, &number) < 0)
		return 0;
	CHECK(number == 70000);
	if (!read_string(from) || evtag_unmarshal_timeval(from, 3, &tv) < 0)
		return 0;
	CHECK(tv.tv_sec == 1000000 && tv.tv_usec == 999999);
	if (evtag_peek(from, &tag) < 0 || evtag_peek_length(from, &length) < 0)
		return 0;
	CHECK(tag == 4 && length > sizeof text);
	if (evtag_unmarshal(from, &tag, into) < 0)
		return 0;
	CHECK(tag == 4 && evbuffer_get_length(into) == sizeof text);
	if (evtag_unmarshal_fixed(from, 5, same, sizeof same) < 0)
		return 0;
	CHECK(!memcmp(same, text, sizeof text));
	return 1;
}

static struct evbuffer *payload(void)
{
	struct evbuffer *buf = evbuffer_new();
	CHECK(evbuffer_add(buf, text, sizeof text) == 0);
	return buf;
}

static void writing(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	struct evbuffer *to = evbuffer_new(), *nested = payload(), *into = evbuffer_new();
	al_fail(n, all);
	write_all(to, nested);
	al_stop_failing();
	CHECK(read_all(to, into) || al.failed);
	evbuffer_free(to);
	evbuffer_free(nested);
	evbuffer_free(into);
}

static void reading(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	struct evbuffer *from = evbuffer_new(), *nested = payload(), *into = evbuffer_new();
	write_all(from, nested);
	al_fail(n, all);
	CHECK(read_all(from, into) || al.failed);
	al_stop_failing();
	evbuffer_free(from);
	evbuffer_free(nested);
	evbuffer_free(into);
}

int main(void)
{
	memset(text, 'x', sizeof text - 1);
	al_start();
	writing();
	al_every_failure("writing", writing);
	reading();
	al_every_failure("reading", reading);
	CHECK(al.live == 0);
	return t_result();
}
