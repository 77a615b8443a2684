/* The buffers of the random test, what is known of each, and their callbacks. */
#ifndef RANDOM_BUFFER_SLOTS_H
#define RANDOM_BUFFER_SLOTS_H

#include "model.h"
#include <event2/buffer.h>
#include <event2/buffer_compat.h>
#include <event2/thread.h>

#define PLAIN 4               /* buffers that everything is done with */
#define WIRE PLAIN            /* one that only drains to fds, so that files need not be read */
#define SLOTS (PLAIN + 1)
#define DEFERRED 3            /* the one whose callbacks may be deferred */
#define WATCHERS 64

enum { BACK, FRONT };

static struct slot {
	struct evbuffer *buf;
	struct model m;
	int frozen[2], depth, generation;
	int refers;   /* may have bytes that were added with evbuffer_add_buffer_reference */
	int referred; /* others may have its bytes so */
} slots[SLOTS];

/* A callback of a buffer. */
static struct watcher {
	struct evbuffer_cb_entry *entry;
	int slot, generation, id, used, enabled, legacy;
} watchers[WATCHERS];

static struct event_base *base;
static int with_locks, with_deferring, last_watcher;
static int quiet;            /* callbacks change nothing: the model does not yet have what the operation does */
static int silent;           /* what callbacks see depends on extents */
static int actions;          /* what callbacks may still do */
static int show_extents;
static uint64_t seen_extents;
static char scratch[MODEL_MAX];

/* What a callback does. */
static void act(struct watcher *w);

#define NOTE_EXTENTS(what, ...) \
	NOTE_INTO(&seen_extents, show_extents && show_steps, what, __VA_ARGS__)

static void result(long long got, long long expected)
{
	NOTE("   =", got);
	MUST(got == expected);
}

static int room_for(int s, size_t n) { return n <= MODEL_MAX && slots[s].m.len + n <= MODEL_MAX; }

/* The arguments of callbacks. */
static void *id_of(const struct watcher *w) { return (void *)(intptr_t)w->id; }

/* A callback is called. When it is deferred its buffer may be gone, and its place taken. */
static void called(struct evbuffer *buf, void *arg)
{
	struct watcher *w = &watchers[(intptr_t)arg % WATCHERS];
	struct slot *s = &slots[w->slot];
	if (w->id != (intptr_t)arg || !w->used || w->generation != s->generation)
		return;
	MUST(s->buf == buf && w->enabled);
	MUST(quiet || evbuffer_get_length(buf) == s->m.len);
	s->depth++;
	act(w);
	s->depth--;
}

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	if (!silent)
		NOTE("   callback", (intptr_t)arg, info->orig_size, info->n_added, info->n_deleted,
		    evbuffer_get_length(buf));
	called(buf, arg);
}

static void on_change_legacy(struct evbuffer *buf, size_t old_len, size_t new_len, void *arg)
{
	if (!silent)
		NOTE("   legacy callback", (intptr_t)arg, old_len, new_len, evbuffer_get_length(buf));
	called(buf, arg);
}

static void check_lengths(void)
{
	for (int s = 0; s < SLOTS; s++) {
		MUST(evbuffer_get_length(slots[s].buf) == slots[s].m.len);
		if (slots[s].m.len == 0)
			slots[s].refers = 0;
	}
}

static struct evbuffer_iovec extents[4096];

/* How a buffer is laid out: the number of its extents. */
static int look(int s)
{
	int n = evbuffer_peek(slots[s].buf, -1, NULL, extents, 4096);
	MUST(n >= 0 && n <= 4096);
	return n;
}

/* All bytes, and how they are laid out. */
static void check_content(int s)
{
	size_t at = 0, contiguous = evbuffer_get_contiguous_space(slots[s].buf);
	int n = look(s);
	for (int i = 0; i < n; i++) {
		size_t len = extents[i].iov_len;
		MUST(len <= slots[s].m.len - at);
		MUST(memcmp(extents[i].iov_base, m_bytes(&slots[s].m) + at, len) == 0);
		at += len;
		NOTE_EXTENTS("extent", s, i, len);
	}
	MUST(at == slots[s].m.len);
	MUST(contiguous <= at);
	NOTE_EXTENTS("contiguous", s, contiguous);
}

static void op_freeze(int s)
{
	int at = below(2);
	NOTE("freeze", s, at);
	slots[s].frozen[at] = 1;
	result(evbuffer_freeze(slots[s].buf, at == FRONT), 0);
}

static void op_unfreeze(int s)
{
	for (int at = 0; at < 2; at++) {
		NOTE("unfreeze", s, at);
		slots[s].frozen[at] = 0;
		result(evbuffer_unfreeze(slots[s].buf, at == FRONT), 0);
	}
}

static void op_loop(void)
{
	NOTE("loop", 0);
	for (int i = 0; i < 10; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

static struct watcher *new_watcher(int s, int legacy)
{
	int i, of_slot = 0;
	for (int j = 0; j < WATCHERS; j++)
		of_slot += watchers[j].used && watchers[j].slot == s;
	if (of_slot >= 4)
		return NULL;
	do {
		i = ++last_watcher % WATCHERS;
	} while (watchers[i].used);
	watchers[i] = (struct watcher){ NULL, s, slots[s].generation, last_watcher, 1, 1, legacy };
	return &watchers[i];
}

static void op_watch(int s)
{
	struct watcher *w = new_watcher(s, 0);
	if (!w)
		return;
	NOTE("watch", s, w->id);
	w->entry = evbuffer_add_cb(slots[s].buf, on_change, id_of(w));
	MUST(w->entry);
}

static void op_unwatch(struct watcher *w)
{
	int by_entry = percent(50);
	NOTE("unwatch", w->id, by_entry);
	w->used = 0;
	result(by_entry ? evbuffer_remove_cb_entry(slots[w->slot].buf, w->entry) :
	    evbuffer_remove_cb(slots[w->slot].buf, on_change, id_of(w)), 0);
}

/* Whether the callbacks of a buffer are called from the loop. */
static int defers(int s) { return with_deferring && s == DEFERRED; }

static void op_unwatch_any(int s)
{
	struct watcher *w = &watchers[below(WATCHERS)];
	if (defers(s))
		op_loop();
	if (w->used && !w->legacy && w->slot == s)
		op_unwatch(w);
	else if (w->slot != s)
		result(evbuffer_remove_cb(slots[s].buf, on_change, id_of(w)), -1);
}

static void op_flags(struct watcher *w)
{
	if (!w->used || w->legacy)
		return;
	w->enabled = percent(70);
	NOTE("flags", w->id, w->enabled);
	result((w->enabled ? evbuffer_cb_set_flags : evbuffer_cb_clear_flags)(slots[w->slot].buf, w->entry,
	    EVBUFFER_CB_ENABLED), 0);
}

static void forget_watchers(int s)
{
	for (int i = 0; i < WATCHERS; i++)
		if (watchers[i].slot == s)
			watchers[i].used = 0;
}

static void op_setcb(int s)
{
	struct watcher *w = NULL;
	if (defers(s))
		op_loop();
	forget_watchers(s);
	if (percent(60))
		w = new_watcher(s, 1);
	NOTE("setcb", s, w ? w->id : 0);
	result(evbuffer_setcb(slots[s].buf, w ? on_change_legacy : NULL, w ? id_of(w) : NULL), 0);
}

/* --- life and death --- */

static void new_buffer(int s)
{
	struct slot *slot = &slots[s];
	slot->buf = evbuffer_new();
	slot->frozen[BACK] = slot->frozen[FRONT] = slot->depth = 0;
	slot->refers = slot->referred = 0;
	m_clear(&slot->m);
	if (with_locks)
		MUST(evbuffer_enable_locking(slot->buf, NULL) == 0);
	if (defers(s))
		MUST(evbuffer_defer_callbacks(slot->buf, base) == 0);
	if (s == WIRE)
		MUST(evbuffer_set_flags(slot->buf, EVBUFFER_FLAG_DRAINS_TO_FD) == 0);
}

static void free_buffer(int s)
{
	NOTE("free", s);
	/* The original keeps all that a buffer has as long as others refer to it: if it is itself, for ever. */
	if (slots[s].refers || slots[s].referred) {
		op_unfreeze(s);
		quiet++;
		result(evbuffer_drain(slots[s].buf, SIZE_MAX), 0);
		quiet--;
	}
	forget_watchers(s);
	slots[s].generation++; /* deferred callbacks may still be called */
	evbuffer_free(slots[s].buf);
}

static void op_renew(int s)
{
	free_buffer(s);
	new_buffer(s);
}

#endif
