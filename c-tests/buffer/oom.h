/* Tests of buffers without memory: scenarios for al_every_failure, in which only some calls run with
 * requests refused. Buffers are made in many states, each filled with bytes of the stream. */
#ifndef OOM_H
#define OOM_H

#include "memory/alloc.h"
#include "buffer/kit.h"

static long oom_left;

/* From here on no request is refused ... */
T_UNUSED static void oom_off(void)
{
	oom_left = al.fail_in;
	al.fail_in = 0;
}

/* ... and from here on again, as the scenario was told. */
T_UNUSED static void oom_on(void)
{
	al.fail_in = oom_left;
}

#define OOM_FIRST 100000 /* the number of the first byte in every state */
#define OOM_STATES 9

/* A buffer in the given state, and in *N how many bytes it holds. */
T_UNUSED static struct evbuffer *oom_state(int state, size_t *n)
{
	struct evbuffer *buf = evbuffer_new();
	static unsigned char *reference;
	size_t had = 0;
	if (!reference)
		reference = stream(OOM_FIRST, 500);
	if (state == 2)
		had = 10;
	else if (state == 3 || state == 4)
		had = 900;
	else if (state == 5)
		had = 976;
	else if (state == 6 || state == 7)
		had = 5000;
	if (had == 5000) {
		put(buf, OOM_FIRST, 900);
		put(buf, OOM_FIRST + 900, 4100);
	} else if (had) {
		put(buf, OOM_FIRST, had);
	}
	if (state == 1 || state == 4)
		evbuffer_expand(buf, 2000);
	if (state == 7) { /* the same bytes again, after room at the front */
		evbuffer_drain(buf, 5000);
		put(buf, OOM_FIRST - 100, 100);
		put(buf, OOM_FIRST, 5000);
		evbuffer_drain(buf, 100);
	}
	if (state == 8) {
		evbuffer_add_reference(buf, reference, 500, NULL, NULL);
		put(buf, OOM_FIRST + 500, 500);
		had = 1000;
	}
	*n = had;
	CHECK(holds(buf, OOM_FIRST, had));
	return buf;
}

#endif
