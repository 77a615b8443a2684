// Long random sequences of calls, also from inside callbacks, behave the same everywhere.
// For one seed alone: give its number as an argument.
#include "clock.h"
#include "numbers.h"
#include <event2/thread.h>
#include <sys/eventfd.h>

#define SEEDS 40
#define STEPS 100
#define EVENTS 12
#define FDS 8              /* in pairs; the last pair is edge-triggered */
#define MAX_CALLBACKS 30   /* in one call of the loop */
#define ANY (EV_TIMEOUT | EV_READ | EV_WRITE | EV_SIGNAL | EV_CLOSED)

static const int signals[] = { SIGUSR1, SIGUSR2 };

/* An event and what may be done with it. */
static struct {
	struct event *ev;
	enum { IO, TIMER, SIGNAL } kind;
	int by_new, finalizing, fd, generation;
} slots[EVENTS];

static struct event_base *bases[2];
static int running[2], callbacks, depth, unique, own_signals, once_id;
static int64_t last_zero;

static int random_fd(int count) { return FIRST_FD + below(count); }

/* A timeout like no other: the order of equal deadlines is not promised. Those of events that
 * wait for an fd or a signal are never reached, since 2.1 then forgets what else has happened. */
static struct timeval *random_timeout(int is_timer)
{
	static struct timeval tv;
	tv.tv_sec = is_timer ? 0 : 3600 + below(100000);
	tv.tv_usec = 1 + ++unique % 990;
	if (is_timer) {
		switch (below(6)) {
		case 0: tv.tv_sec = 3600; break;
		case 1: tv.tv_sec = -1 - below(5); break;
		case 2:
			if (last_zero != t_clock)
				tv.tv_usec = 0;
			last_zero = t_clock;
			break;
		case 3: break;
		default: tv.tv_usec += 1000 * below(80);
		}
	}
	return &tv;
}

static void show(void)
{
	SAY("  ");
	for (int i = 0; i < EVENTS; i++) {
		if (slots[i].ev) {
			SAY(" %d:%x/%d", i, event_pending(slots[i].ev, ANY, NULL),
			    event_get_priority(slots[i].ev));
		}
	}
	for (int i = 0; i < 2; i++) {
		SAY(" |");
		for (int what = 1; what < 8; what <<= 1)
			SAY(" %d/%d", event_base_get_num_events(bases[i], what),
			    event_base_get_max_events(bases[i], what, 0));
	}
	SAY("\n");
}

static void step(void);

static void inside(int fd, short what, int chance)
{
	char buf[4096];
	if (++callbacks > MAX_CALLBACKS)
		event_base_loopbreak(in_loop.base);
	if (fd >= FIRST_FD && (what & EV_READ) && percent(60))
		while (read(fd, buf, sizeof buf) > 0)
			;
	depth++;
	for (int i = below(4); i > 0 && depth < 4 && percent(chance); i--)
		step();
	depth--;
}

static void *tag(int i) { return (void *)(intptr_t)(i + EVENTS * slots[i].generation); }

T_CALLBACK(on_event)
{
	int i = (int)((intptr_t)arg % EVENTS);
	CHECK(arg == tag(i) && slots[i].ev == event_base_get_running_event(in_loop.base));
	SAY("> %d: %d %s\n", i, (int)fd, t_what(what));
	show();
	inside(fd, what, 70);
}

T_CALLBACK(on_once)
{
	SAY("> once %d: %d %s\n", (int)(intptr_t)arg, (int)fd, t_what(what));
	inside(fd, what, 50);
}

static void on_finalize(struct event *ev, void *arg)
{
	int i = (int)((intptr_t)arg % EVENTS);
	SAY("> %d: finalizer\n", i);
	CHECK(slots[i].ev == ev && slots[i].finalizing);
	if (!slots[i].by_new)
		free(ev);
	slots[i].ev = NULL;
}

static void on_signal(int number) { own_signals++; }

/* Runs a base's loop, perhaps inside of a callback of this base, or of the other one. */
static void loop(int base)
{
	static const int flags[] = { EVLOOP_NONBLOCK, EVLOOP_ONCE, EVLOOP_ONCE | EVLOOP_NONBLOCK, 0,
		EVLOOP_NO_EXIT_ON_EMPTY, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY };
	int flag = flags[below(6)], result;
	SAY("loop %d with %d\n", base, flag);
	if (running[base]) {
		result = event_base_loop(bases[base], flag);
	} else {
		typeof(in_loop) outer = in_loop;
		int outer_callbacks = callbacks;
		in_loop.base = bases[base];
		in_loop.waits = callbacks = 0;
		in_loop.depth++;
		running[base] = 1;
		result = event_base_loop(bases[base], flag);
		running[base] = 0;
		in_loop = outer;
		callbacks = outer_callbacks;
	}
	SAY("loop %d: %d, exit %d, break %d\n", base, result, event_base_got_exit(bases[base]),
	    event_base_got_break(bases[base]));
}

/* Closes a pair of fds, after their events are deleted, and makes another in its place. */
static void make_pair(int pair)
{
	/* The first pair serves event_base_once, which must not fail: 2.1 would stay locked. */
	int kind = pair ? below(4) : 0, first = FIRST_FD + 2 * pair, fd[2] = { -1, -1 };
	for (int i = 0; i < EVENTS; i++)
		if (slots[i].ev && !slots[i].finalizing && slots[i].kind == IO &&
		    (slots[i].fd == first || slots[i].fd == first + 1))
			event_del(slots[i].ev);
	close(first);
	close(first + 1);
	if (kind < 2)
		t_pair(fd);
	else if (kind == 2)
		CHECK(pipe2(fd, O_NONBLOCK) == 0);
	else
		fd[0] = eventfd(below(2), EFD_NONBLOCK);
	for (int i = 0; i < 2; i++) {
		if (fd[i] >= 0) {
			dup2(fd[i], first + i);
			close(fd[i]);
		}
	}
	SAY("pair %d of kind %d\n", pair, kind);
}

static short random_events(int fd)
{
	static const short some[] = { EV_READ, EV_READ, EV_WRITE, EV_READ | EV_WRITE, EV_CLOSED,
		EV_READ | EV_CLOSED, EV_READ | EV_WRITE | EV_CLOSED };
	/* Not with the change list of 2.1, which reports edges again that it has reported. */
	int edge = fd >= FIRST_FD + FDS - 2 && fd < FIRST_FD + FDS &&
	    !getenv("EVENT_EPOLL_USE_CHANGELIST");
	return some[below(7)] | (percent(50) ? EV_PERSIST : 0) | (edge ? EV_ET : 0);
}

static void make_event(int i, int base)
{
	int fd = -1;
	short events = percent(50) ? EV_PERSIST : 0;
	slots[i].kind = below(5) < 3 ? IO : below(5) < 3 ? TIMER : SIGNAL;
	if (slots[i].kind == IO) {
		fd = percent(4) ? -1 : percent(4) ? 150 : random_fd(FDS);
		events = random_events(fd);
	} else if (slots[i].kind == SIGNAL) {
		base = 0; /* only one base can have signals at a time */
		fd = signals[below(2)];
		events |= EV_SIGNAL;
	}
	if (percent(3))
		events |= EV_SIGNAL | EV_READ; /* refused */
	slots[i].fd = fd;
	slots[i].finalizing = 0;
	slots[i].generation++;
	slots[i].by_new = percent(50);
	if (slots[i].by_new) {
		slots[i].ev = event_new(bases[base], fd, events, on_event, tag(i));
	} else {
		slots[i].ev = malloc(event_get_struct_event_size());
		memset(slots[i].ev, below(256), event_get_struct_event_size());
		if (event_assign(slots[i].ev, bases[base], fd, events, on_event, tag(i)) < 0) {
			free(slots[i].ev);
			slots[i].ev = NULL;
		}
	}
	SAY("new %d: base %d, fd %d, %s: %d\n", i, base, fd, t_what(events), slots[i].ev != NULL);
	if (slots[i].ev && percent(60))
		SAY("add %d: %d\n", i, event_add(slots[i].ev, NULL));
}

static void free_event(int i)
{
	if (slots[i].by_new) {
		event_free(slots[i].ev);
	} else {
		event_del(slots[i].ev);
		free(slots[i].ev);
	}
	slots[i].ev = NULL;
}

static void finalize(int i)
{
	slots[i].finalizing = 1;
	SAY("finalize %d: %d\n", i, slots[i].by_new ?
	    event_free_finalize(0, slots[i].ev, on_finalize) :
	    event_finalize(0, slots[i].ev, on_finalize));
}

static void activate(int i)
{
	static const short some[] = { EV_READ, EV_WRITE, EV_SIGNAL, EV_CLOSED, EV_READ | EV_WRITE,
		0, EV_READ | EV_PERSIST }; /* at event_add 2.1 drops EV_TIMEOUT and all with it */
	short what = some[below(7)];
	int calls = below(4);
	/* The result of a signal event that still has calls to make may change, or not. A timer
	 * that falls due while it is active loses the result that it has, or not. */
	if ((slots[i].kind == SIGNAL && depth) || slots[i].kind == TIMER)
		return;
	SAY("active %d: %s, %d\n", i, t_what(what), calls);
	event_active(slots[i].ev, what, calls);
}

/* Something with an event. */
static void step_event(int i, int base)
{
	struct event *ev = slots[i].ev;
	int is_timer = slots[i].kind == TIMER, n;
	if (!ev) {
		make_event(i, base);
		return;
	}
	switch (below(14)) {
	case 0: case 1: SAY("add %d: %d\n", i, event_add(ev, NULL)); break;
	case 2: case 3: case 4:
		SAY("add %d, timeout: %d\n", i, event_add(ev, random_timeout(is_timer)));
		break;
	case 5: case 6: SAY("del %d: %d\n", i, below(2) ? event_del(ev) : event_del_noblock(ev)); break;
	case 7: case 8: activate(i); break;
	case 9:
		n = below(6) - 1;
		SAY("priority %d, %d: %d\n", i, n, event_priority_set(ev, n));
		break;
	case 10: SAY("remove timer %d: %d\n", i, event_remove_timer(ev)); break;
	case 11:
		if (slots[i].kind != SIGNAL)
			SAY("base %d, %d: %d\n", i, base, event_base_set(bases[base], ev));
		break;
	case 12:
		if (!slots[i].finalizing)
			finalize(i);
		break;
	default:
		if (!slots[i].finalizing) {
			SAY("free %d\n", i);
			free_event(i);
		}
	}
}

/* Something with a base. */
static void step_base(int b)
{
	struct event_base *base = bases[b];
	int fd = random_fd(2), n;
	short what = random_events(fd) & ~EV_PERSIST;
	switch (below(10)) {
	case 0:
		SAY("once %d, %s: %d\n", fd, t_what(what),
		    event_base_once(base, fd, what, on_once, (void *)(intptr_t)++once_id, NULL));
		break;
	case 1:
		SAY("once: %d\n", event_base_once(base, -1, EV_TIMEOUT, on_once,
		    (void *)(intptr_t)++once_id, percent(80) ? random_timeout(1) : NULL));
		break;
	case 2:
		fd = random_fd(FDS + 2);
		SAY("active by fd %d, %s\n", fd, t_what(what));
		event_base_active_by_fd(base, fd, what);
		break;
	case 3:
		if (!depth) {
			SAY("active by signal\n");
			event_base_active_by_signal(base, signals[below(2)]);
		}
		break;
	case 4:
		SAY("exit: %d\n", event_base_loopexit(base, percent(50) ? random_timeout(1) : NULL));
		break;
	case 5: SAY("break: %d\n", event_base_loopbreak(base)); break;
	case 6: SAY("continue: %d\n", event_base_loopcontinue(base)); break;
	case 7:
		n = event_base_get_npriorities(base) + below(2);
		if (!depth && n < 6) /* in a callback, 2.1 uses memory that it has freed */
			SAY("priorities %d: %d\n", n, event_base_priority_init(base, n));
		break;
	default:
		if (depth < 3)
			loop(b);
	}
}

/* Something with the fds, or a signal. */
static void step_fd(void)
{
	char buf[5000] = { 0 };
	int fd = random_fd(FDS), n = 8 << below(9);
	switch (below(6)) {
	case 0: case 1: SAY("write %d: %zd\n", fd, write(fd, buf, n)); break;
	case 2: SAY("read %d: %zd\n", fd, read(fd, buf, sizeof buf)); break;
	case 3: SAY("shutdown %d: %d\n", fd, shutdown(fd, below(3))); break;
	case 4: make_pair(1 + below(FDS / 2 - 1)); break;
	default:
		for (n = 1 + below(3); n > 0; n--)
			raise(signals[below(2)]);
		SAY("raised, %d for the program\n", own_signals);
	}
}

static void step(void)
{
	int base = in_loop.base && percent(70) ? in_loop.base == bases[1] : below(2);
	int kind = below(100);
	if (kind < 60)
		step_event(below(EVENTS), base);
	else if (kind < 80)
		step_base(base);
	else
		step_fd();
}

static void run(int seed)
{
	SAY("--- seed %d\n", seed);
	random_seed(seed);
	t_clock = CLOCK_START;
	last_zero = turn_of_fd = unique = own_signals = once_id = 0;
	if (seed > SEEDS / 2)
		evthread_use_pthreads();
	for (int i = 0; i < 2; i++) {
		bases[i] = event_base_new();
		event_base_priority_init(bases[i], 1 + below(3));
	}
	for (int i = 0; i < FDS / 2; i++)
		make_pair(i);
	for (int i = 0; i < STEPS; i++) {
		step();
		if (percent(25))
			loop(below(2));
		show();
	}
	for (int i = 0; i < EVENTS; i++)
		if (slots[i].ev && !slots[i].finalizing)
			free_event(i);
	for (int i = 0; i < 2; i++)
		event_base_free(bases[i]);
}

static void ignore_log(int severity, const char *text) {}

int main(int argc, char **argv)
{
	int first = argc > 1 ? atoi(argv[1]) : 1, last = argc > 1 ? first : SEEDS;
	t_grow_fd_table();
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 2; i++)
		signal(signals[i], on_signal);
	event_set_log_callback(ignore_log);
	for (int seed = first; seed <= last; seed++)
		run(seed);
	libevent_global_shutdown();
	return t_result();
}
