// A callback of one buffer frees the other one, in a call that has both. (The original goes on with what is freed.)
// run: once
// on: ours
#include "memory/alloc.h"
#include "buffer/kit.h"

#include <event2/thread.h>

static struct evbuffer *here, *there;

static void frees(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *other)
{
	struct evbuffer **which = other;
	evbuffer_free(*which);
	*which = NULL;
}

static void make(int locked)
{
	here = evbuffer_new();
	there = evbuffer_new();
	put_text(here, "what is here");
	put_text(there, "what is there");
	if (locked) {
		CHECK(evbuffer_enable_locking(here, NULL) == 0);
		CHECK(evbuffer_enable_locking(there, NULL) == 0);
	}
}

/* CALL with a callback on `here` that frees `there`, and the other way round. */
#define DO(locked, call, result) do { \
	SAY("%s\n", #call); \
	make(locked); \
	evbuffer_add_cb(here, frees, &there); \
	CHECK((call) == (result)); \
	CHECK(there == NULL); \
	evbuffer_free(here); \
	CHECK(al.live == before); \
	make(locked); \
	evbuffer_add_cb(there, frees, &here); \
	CHECK((call) == (result)); \
	CHECK((here == NULL) != is_reference); \
	evbuffer_free(there); \
	if (is_reference) \
		evbuffer_free(here); \
	CHECK(al.live == before); \
} while (0)

static void run(int locked)
{
	int is_reference = 0;
	long before = al.live;
	DO(locked, evbuffer_add_buffer(here, there), 0);
	DO(locked, evbuffer_prepend_buffer(here, there), 0);
	DO(locked, evbuffer_remove_buffer(there, here, 4), 4);
	DO(locked, evbuffer_remove_buffer(there, here, 100), 13);
	/* The one that is shown does not change. */
	is_reference = 1;
	DO(locked, evbuffer_add_buffer_reference(here, there), 0);
}

int main(void)
{
	al_start();
	run(0);
	SAY("with locks\n");
	CHECK(evthread_use_pthreads() == 0);
	run(1);
	return t_result();
}
