// Random sequences of all evbuffer functions: a million operations. Every byte is checked against a model,
// and what the functions return and callbacks see goes into a hash that is printed now and then.
//
// To narrow a difference down: give a seed, the number in the first line that differs, as the argument.
// RANDOM_STEPS=1 prints every step; RANDOM_EXTENTS=1 hashes also how the bytes are laid out, which
// may differ; RANDOM_OPERATIONS=N does more operations, or fewer.
//
// run: once
// timeout: 120
//
// Left out, since the original (2.1.12) then uses memory that it has freed, aborts, leaks, or errs:
// - refused evbuffer_add_file_segment: it gives up a reference that is the caller's
// - evbuffer_copyout_from at a position that was not found: a null pointer
// - evbuffer_add_buffer_reference to an empty buffer that has been used: uses the block that it frees
// - evbuffer_pullup, _find in a buffer with such references: may write over the other buffer's bytes
// - buffers that refer to each other or to themselves when they are freed: never freed
// - evbuffer_read of 0 bytes, evbuffer_reserve_space of 0 bytes in several extents: may abort
// - evbuffer_prepend with an absurd length: may change the buffer although it fails
// - evbuffer_add_reference with an absurd length: accepted; then the sums are wrong
// - parts of files beyond their end, which are not always refused; empty files: refused, with a leak
// - in a callback: removing another one, or itself when the callbacks of this buffer run nested
// - in a callback, changes while evbuffer_remove_buffer, _readln, _add_iovec are not done: the state is theirs
// This library differs on purpose, or by what nobody can rely on:
// - when an empty block goes, so that a reference of 0 bytes is cleaned up
// - what the original keeps of a buffer that is freed while others refer to it
// - what the original forgets when the last callback is removed while a deferred call is due
// Lengths that malloc may grant although there is no such memory (2 GiB to 2^47) say nothing either.
#include "buffer-edit.h"
#include "buffer-io.h"

#define PER_SEED 20000
#define PER_BLOCK 2000

static void act(struct watcher *w)
{
	int s = w->slot;
	if (quiet || actions == 0)
		return;
	actions--;
	switch (below(18)) {
	case 0: case 1: op_add(s, below(30)); break;
	case 2: op_drain(s, below(30)); break;
	case 3: op_prepend(s, below(30)); break;
	case 4: op_add(below(SLOTS), random_length()); break;
	case 5: op_drain(below(SLOTS), random_length()); break;
	case 6: op_flags(w); break;
	case 7: op_watch(s); break;
	case 8:
		/* An outer run of the callbacks may have kept this one as its next. */
		if (slots[s].depth == 1 && !w->legacy && !defers(s))
			op_unwatch(w);
		break;
	case 9: if (s != WIRE) op_remove(s, random_length()); break;
	case 10: if (s != WIRE) op_add_buffer(below(SLOTS), s); break;
	case 11: if (s != WIRE) op_pullup(s, -1); break;
	case 12: op_add_reference(s); break;
	case 13: if (s != WIRE) op_reserve(s); break;
	case 14: op_add_buffer(s, below(PLAIN)); break;
	}
}

static void step(void)
{
	int s = below(PLAIN), other = below(SLOTS);
	size_t n = random_length(), odd = percent(5) ? absurd_length() : n;
	switch (below(64)) {
	case 0: case 1: case 2: op_add(other, n); break;
	case 3: op_add(s, odd); break;
	case 4: case 5: case 6: op_prepend(s, n); break;
	case 7: case 8: case 9: op_drain(other, odd); break;
	case 10: case 11: case 12: op_remove(s, odd); break;
	case 13: case 14: op_add_buffer(other, s); break;
	case 15: op_prepend_buffer(below(PLAIN), s); break;
	case 16: case 17: case 18: op_remove_buffer(s, other, odd); break;
	case 19: case 20: op_copyout(s, odd); break;
	case 21: op_copyout_from(s); break;
	case 22: case 23: case 24: op_pullup(s, percent(10) ? -1 - below(9) : (ssize_t)n); break;
	case 25: case 26: op_expand(s, odd); break;
	case 27: case 28: case 29: case 30: case 31: op_reserve(s); break;
	case 32: op_peek(s); break;
	case 33: op_add_iovec(s); break;
	case 34: case 35: op_add_reference(other); break;
	case 36: op_add_buffer_reference(other, s); break;
	case 37: op_add_file(other); break;
	case 38: op_new_segment(below(SEGMENTS)); break;
	case 39: op_add_segment(other, below(SEGMENTS)); break;
	case 40: case 41: op_readln(s); break;
	case 42: op_search_eol(s); break;
	case 43: case 44: op_search(s); break;
	case 45: op_find(s); break;
	case 46: op_ptr_set(s); break;
	case 47: op_printf(s); break;
	case 48: op_freeze(s); break;
	case 49: case 50: op_unfreeze(s); break;
	case 51: op_watch(other); break;
	case 52: op_unwatch_any(other); break;
	case 53: op_flags(&watchers[below(WATCHERS)]); break;
	case 54: if (percent(30)) op_setcb(other); break;
	case 55: case 56: case 57: op_write(s); break;
	case 58: op_write(WIRE); break;
	case 59: case 60: case 61: op_read(s); break;
	case 62: op_loop(); break;
	case 63: if (percent(20)) op_renew(other); break;
	}
}

static void start(int seed)
{
	random_seed(at_seed = seed);
	seen = seen_extents = 0;
	with_locks = seed % 4 == 0;
	with_deferring = seed % 3 == 0;
	if (with_locks)
		evthread_use_pthreads();
	memset(watchers, 0, sizeof watchers);
	last_watcher = files_on_wire = 0;
	base = event_base_new();
	open_fds();
	for (int s = 0; s < SLOTS; s++)
		new_buffer(s);
}

/* Nothing may be left over. */
static void finish(void)
{
	free_segments();
	for (int s = 0; s < SLOTS; s++)
		free_buffer(s);
	op_loop();
	event_base_free(base);
	close_fds();
	MUST(live_references == 0);
	MUST(live_segments == 0);
}

static void run(int seed)
{
	int first_fd = dup(0), last_fd;
	close(first_fd);
	start(seed);
	for (at_operation = 1; at_operation <= PER_SEED; at_operation++) {
		actions = percent(50) ? 5 : 0;
		step();
		check_lengths();
		check_content(below(PLAIN));
		if (at_operation % PER_BLOCK == 0) {
			SAY("seed %d, operation %d: %016llx", seed, at_operation, (long long)seen);
			if (show_extents)
				SAY(", extents %016llx", (long long)seen_extents);
			SAY("\n");
		}
	}
	finish();
	last_fd = dup(0);
	MUST(last_fd == first_fd); /* buffers have closed the files that were theirs */
	close(last_fd);
}

int main(int argc, char **argv)
{
	int first = argc > 1 ? atoi(argv[1]) : 1, last = first;
	if (argc < 2)
		last = (int)((env_number("RANDOM_OPERATIONS", 1000000) + PER_SEED - 1) / PER_SEED);
	show_steps = env_number("RANDOM_STEPS", 0);
	show_extents = env_number("RANDOM_EXTENTS", 0);
	signal(SIGPIPE, SIG_IGN);
	make_pool();
	make_files();
	for (int seed = first; seed <= last; seed++)
		run(seed);
	libevent_global_shutdown();
	return t_result();
}
