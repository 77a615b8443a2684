// Random use of bufferevent pairs with filters stacked on them. No byte is lost, doubled or changed on
// its way, and what the callbacks of each end see goes into a hash that is printed when the loop is idle.
//
// To narrow a difference down: give a seed, the number in the first line that differs, as the argument.
// RANDOM_STEPS=1 prints every step. In odd seeds callbacks only read; in even ones they do everything, so
// what an end sees may depend on whose callback comes first. RANDOM_DETAILS=1 hashes also that order, and
// the calls of the filters, which may differ; RANDOM_OPERATIONS=N does more operations, or fewer.
//
// run: once
// timeout: 120
//
// Left out, since the loop of the original (2.1.12) then never ends, or it aborts:
// - reading that stops at a high mark, of the bufferevent under a filter that takes nothing
// - read callbacks that always leave as much as the high mark: they are called again at once
// - evbuffer_remove_buffer of a part in a filter: adding to the destination may call the filter again
// - freeing a filter in its own read callback when that is not deferred and the high mark is reached
#include "pair-link.h"

#define PER_SEED 2000
#define PER_BLOCK 1000

static void act(struct end *e);

/* --- operations on one end --- */

static struct bufferevent *some_level(const struct end *e)
{
	return e->level[percent(70) ? filters : below(filters + 1)];
}

static short some_direction(void)
{
	return percent(30) ? EV_READ : percent(50) ? EV_WRITE : EV_READ | EV_WRITE;
}

static void op_write(struct end *e, size_t n)
{
	const char *bytes;
	struct evbuffer *buf;
	if (e->written + n - ends[e == &ends[0]].read > ON_THE_WAY)
		return;
	bytes = stream(e, e->written, n);
	NOTE_END(e, "write", n);
	e->written += n;
	switch (below(3)) {
	case 0: MUST(bufferevent_write(top(e), bytes, n) == 0); break;
	case 1: MUST(evbuffer_add(bufferevent_get_output(top(e)), bytes, n) == 0); break;
	case 2:
		buf = evbuffer_new();
		evbuffer_add(buf, bytes, n);
		MUST(bufferevent_write_buffer(top(e), buf) == 0);
		MUST(evbuffer_get_length(buf) == 0);
		evbuffer_free(buf);
	}
}

static void op_read(struct end *e, size_t n)
{
	struct evbuffer *input = bufferevent_get_input(top(e)), *buf;
	const struct end *from = &ends[e == &ends[0]];
	static char bytes[ON_THE_WAY];
	size_t all = evbuffer_get_length(input), pos = e->read;
	int how = below(3);
	n = least(n, sizeof bytes);
	n = how == 1 ? all : least(n, all);
	NOTE_END(e, "read", n, how);
	MUST((size_t)evbuffer_copyout(input, bytes, n) == n);
	MUST(memcmp(bytes, stream(from, pos, n), n) == 0);
	e->read += n;
	switch (how) {
	case 0: MUST(bufferevent_read(top(e), bytes, n) == n); break;
	case 1:
		buf = evbuffer_new();
		MUST(bufferevent_read_buffer(top(e), buf) == 0);
		MUST(evbuffer_get_length(buf) >= n);
		evbuffer_free(buf);
		break;
	case 2: MUST(evbuffer_drain(input, n) == 0); break;
	}
}

static void op_able(struct end *e)
{
	struct bufferevent *bev = some_level(e);
	short what = some_direction();
	int enable = percent(70), got;
	NOTE_END(e, "enable", enable, what);
	got = (enable ? bufferevent_enable : bufferevent_disable)(bev, what);
	/* A filter of ours goes on with its output then; the original's has to be told. */
	for (int i = 1; i <= filters; i++)
		if (bev == e->level[i] && enable && what & EV_WRITE && evbuffer_get_length(bufferevent_get_output(bev)))
			bufferevent_trigger(e->level[i - 1], EV_WRITE,
			    BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
	NOTE_END(e, "   =", got, bufferevent_get_enabled(bev));
}

static void op_watermark(struct end *e)
{
	struct bufferevent *bev = some_level(e);
	short what = percent(50) ? EV_READ : EV_WRITE;
	size_t low = percent(50) ? 0 : random_length() % 3000, a, b;
	size_t high = percent(60) ? 0 : low + 1 + random_length();
	/* Below a filter that cannot take more, the loop of the original would never end. */
	if (what == EV_READ && bev != top(e))
		high = 0;
	NOTE_END(e, "watermark", what, low, high);
	if (what == EV_READ && bev == top(e))
		e->limited = high != 0;
	bufferevent_setwatermark(bev, what, low, high);
	MUST(bufferevent_getwatermark(bev, what, &a, &b) == 0 && a == low && b == high);
}

static void op_flush(struct end *e)
{
	struct bufferevent *bev = some_level(e);
	short what = some_direction();
	enum bufferevent_flush_mode mode = percent(40) ? BEV_NORMAL : percent(60) ? BEV_FLUSH : BEV_FINISHED;
	NOTE_END(e, "flush", what, mode);
	NOTE_END(e, "   =", bufferevent_flush(bev, what, mode));
}

static int trigger_options(void)
{
	return (percent(50) ? BEV_TRIG_IGNORE_WATERMARKS : 0) | (percent(50) ? BEV_TRIG_DEFER_CALLBACKS : 0);
}

static void op_trigger(struct end *e)
{
	short what = some_direction();
	int how = trigger_options();
	NOTE_END(e, "trigger", what, how);
	bufferevent_trigger(top(e), what, how);
}

static void op_trigger_event(struct end *e)
{
	static const short some[] = { BEV_EVENT_READING | BEV_EVENT_EOF, BEV_EVENT_WRITING | BEV_EVENT_ERROR,
		BEV_EVENT_CONNECTED, BEV_EVENT_READING | BEV_EVENT_TIMEOUT, 0 };
	short what = some[below(5)];
	int how = trigger_options() & BEV_TRIG_DEFER_CALLBACKS;
	NOTE_END(e, "trigger_event", what, how);
	bufferevent_trigger_event(top(e), what, how);
}

/* --- callbacks --- */

static struct end *called(const char *what, struct bufferevent *bev, long flags, void *arg)
{
	struct end *e = arg;
	MUST(e->alive && bev == top(e));
	callbacks++;
	NOTE_DETAILS(what, e == &ends[1]);
	NOTE_END(e, what, flags, evbuffer_get_length(bufferevent_get_input(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)), e->read, e->written);
	return e;
}

static void on_read(struct bufferevent *bev, void *arg)
{
	act(called("> read", bev, 0, arg));
}

static void on_write(struct bufferevent *bev, void *arg)
{
	act(called("> write", bev, 0, arg));
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	act(called("> event", bev, what, arg));
}

static void op_setcb(struct end *e)
{
	bufferevent_data_cb read_cb = percent(80) ? on_read : NULL, r;
	bufferevent_data_cb write_cb = percent(80) ? on_write : NULL, w;
	bufferevent_event_cb event_cb = percent(90) ? on_event : NULL, v;
	void *arg;
	NOTE_END(e, "setcb", read_cb != NULL, write_cb != NULL, event_cb != NULL);
	bufferevent_setcb(top(e), read_cb, write_cb, event_cb, e);
	bufferevent_getcb(top(e), &r, &w, &v, &arg);
	MUST(r == read_cb && w == write_cb && v == event_cb && arg == e);
}

/* Frees what freeing the filters on it does not free, from the top down. */
static void op_free(struct end *e)
{
	/* Inside a callback of a filter that is at its high mark, the original aborts later. */
	if (e->depth && e->limited && filters && !(options & BEV_OPT_DEFER_CALLBACKS))
		return;
	NOTE_END(e, "free", 0);
	e->alive = 0;
	bufferevent_free(top(e));
	for (int i = filters - 1; i >= 0 && !(options & BEV_OPT_CLOSE_ON_FREE); i--)
		bufferevent_free(e->level[i]);
}

/* Locks an end and holds a reference, for nothing. */
static void op_hold(struct end *e)
{
	bufferevent_incref(top(e));
	bufferevent_lock(top(e));
	bufferevent_unlock(top(e));
	MUST(bufferevent_decref(top(e)) == 0);
}

static void step_end(struct end *e)
{
	switch (below(24)) {
	case 0: case 1: case 2: case 3: case 4: case 5: op_write(e, random_length()); break;
	case 6: case 7: case 8: case 9: op_read(e, percent(20) ? ON_THE_WAY : random_length()); break;
	case 10: case 11: case 12: op_able(e); break;
	case 13: op_watermark(e); break;
	case 14: case 15: op_flush(e); break;
	case 16: op_trigger(e); break;
	case 17: op_trigger_event(e); break;
	case 18: op_setcb(e); break;
	case 19: op_hold(e); break;
	case 20: if (percent(10)) op_free(e); break;
	}
}

/* What a callback does; its numbers are the end's own. */
static void act(struct end *e)
{
	uint64_t outer = random_state;
	random_state = e->numbers;
	e->depth++;
	if (!lively) {
		if (percent(80))
			op_read(e, percent(50) ? ON_THE_WAY : random_length());
	} else if (actions-- > 0) {
		for (int i = below(3); i > 0 && e->alive; i--)
			step_end(e);
	} else {
		/* The read callback is called again and again while there is more than the high mark. */
		op_read(e, ON_THE_WAY);
	}
	e->depth--;
	e->numbers = random_state;
	random_state = outer;
}

/* --- all --- */

/* A pair and filters on it, the same on both ends so that they undo each other. */
static void make_link(void)
{
	struct bufferevent *pair[2];
	filters = below(MAX_FILTERS + 1);
	options = (percent(50) ? BEV_OPT_CLOSE_ON_FREE : 0) | (percent(50) ? BEV_OPT_DEFER_CALLBACKS : 0) |
	    (at_seed % 8 >= 6 ? BEV_OPT_THREADSAFE : 0);
	if (options & BEV_OPT_DEFER_CALLBACKS && percent(50))
		options |= BEV_OPT_UNLOCK_CALLBACKS;
	NOTE("link", filters, options);
	MUST(bufferevent_pair_new(base, options, pair) == 0);
	for (int j = 0; j < 2; j++) {
		ends[j] = (struct end){ .alive = 1, .numbers = random_state + j, .level = { pair[j] } };
		MUST(bufferevent_pair_get_partner(pair[j]) == pair[1 - j]);
	}
	for (int i = 1; i <= filters; i++) {
		struct filter f = { .kind = below(KINDS), .number = 1 + below(200), .level = i };
		f.heeds_limit = percent(50);
		if (f.kind == FAILING)
			f.number = below(20000);
		NOTE("filter", i, f.kind, f.number, f.heeds_limit);
		for (int j = 0; j < 2; j++) {
			f.end = j;
			f.held = evbuffer_new();
			ends[j].filter[i] = f;
			ends[j].level[i] = bufferevent_filter_new(ends[j].level[i - 1], filter_in,
			    filter_out, options, filter_freed, &ends[j].filter[i]);
			MUST(ends[j].level[i]);
			MUST(bufferevent_get_underlying(ends[j].level[i]) == ends[j].level[i - 1]);
		}
	}
	for (int j = 0; j < 2; j++) {
		MUST(bufferevent_getfd(top(&ends[j])) == -1 && bufferevent_get_base(top(&ends[j])) == base);
		bufferevent_setcb(top(&ends[j]), on_read, on_write, on_event, &ends[j]);
		if (percent(80))
			MUST(bufferevent_enable(top(&ends[j]), EV_READ | EV_WRITE) == 0);
	}
}

/* Runs the loop until nothing more happens. */
static void idle(void)
{
	int quiet_turns = 0, before;
	while (quiet_turns < 5) {
		before = callbacks;
		event_base_loop(base, EVLOOP_NONBLOCK);
		quiet_turns = callbacks == before ? quiet_turns + 1 : 0;
	}
	for (int j = 0; j < 2; j++) {
		const struct end *e = &ends[j];
		NOTE("end", j, e->seen, e->read, e->written);
		for (int i = 0; i <= filters && e->alive; i++)
			NOTE("level", i, evbuffer_get_length(bufferevent_get_input(e->level[i])),
			    evbuffer_get_length(bufferevent_get_output(e->level[i])),
			    bufferevent_get_enabled(e->level[i]));
		for (int i = 1; i <= filters; i++)
			NOTE("freed", e->filter[i].freed);
		check_nothing_lost(e, &ends[1 - j]);
	}
}

static void free_link(void)
{
	for (int j = 0; j < 2; j++)
		if (ends[j].alive)
			op_free(&ends[j]);
	idle();
	for (int j = 0; j < 2; j++)
		for (int i = 1; i <= filters; i++)
			MUST(ends[j].filter[i].freed);
}

static void run(int seed)
{
	random_seed(at_seed = seed);
	seen = seen_details = 0;
	lively = seed % 2 == 0;
	if (seed % 8 >= 6)
		evthread_use_pthreads();
	base = event_base_new();
	make_link();
	for (at_operation = 1; at_operation <= PER_SEED; at_operation++) {
		struct end *e = &ends[below(2)];
		actions = 8;
		if (e->alive)
			step_end(e);
		if (percent(20))
			idle();
		if (percent(ends[0].alive + ends[1].alive == 2 ? 1 : 20)) {
			free_link();
			make_link();
		}
		if (at_operation % PER_BLOCK == 0) {
			idle();
			SAY("seed %d, operation %d: %016llx", seed, at_operation, (long long)seen);
			if (show_details)
				SAY(", details %016llx", (long long)seen_details);
			SAY("\n");
		}
	}
	free_link();
	event_base_free(base);
}

int main(int argc, char **argv)
{
	int first = argc > 1 ? atoi(argv[1]) : 1, last = first;
	if (argc < 2)
		last = (int)((env_number("RANDOM_OPERATIONS", 1000000) + PER_SEED - 1) / PER_SEED);
	show_steps = env_number("RANDOM_STEPS", 0);
	show_details = env_number("RANDOM_DETAILS", 0);
	make_pool();
	for (int seed = first; seed <= last; seed++)
		run(seed);
	libevent_global_shutdown();
	return t_result();
}
