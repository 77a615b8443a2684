/* CPU time of the jobs an event loop does all day. bench.h tells how to run it. */
#include <sys/eventfd.h>
#include <unistd.h>

#include "bench.h"

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

/* ---- one-shot reading ---- */

static struct event *oneshot;

static void read_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	if (++done < wanted)
		event_add(oneshot, NULL);
}

static void job_oneshot(void)
{
	evutil_socket_t s[2];
	socket_pair(s);
	if (write(s[1], "x", 1) != 1)
		die("write");
	oneshot = must(event_new(base, s[0], EV_READ, read_again, NULL), "event_new");
	event_add(oneshot, NULL);
	measured(turn_until_done);
}

/* ---- chains of activations ---- */

#define LINKS 1000
#define PRIORITIES 4

static struct event *links[LINKS];

static void pass_on(evutil_socket_t fd, short what, void *arg)
{
	struct event **next = arg;
	(void)fd, (void)what;
	if (++done < wanted)
		event_active(*next, EV_READ, 1);
}

static void job_chain(void)
{
	int i;
	if (event_base_priority_init(base, PRIORITIES))
		die("event_base_priority_init");
	for (i = 0; i < LINKS; i++) {
		links[i] = must(event_new(base, -1, 0, pass_on, &links[(i + 1) % LINKS]), "event_new");
		event_priority_set(links[i], i / (LINKS / PRIORITIES));
	}
	event_active(links[0], EV_READ, 1);
	measured(turn_until_done);
}

/* ---- dispatch: tokens that travel around a ring of socket pairs ---- */

struct station {
	evutil_socket_t in, out;
	struct event *ev;
	struct station *next;
};

static long in_flight;

static void hand_over(evutil_socket_t fd, short what, void *arg)
{
	struct station *here = arg;
	char token;
	(void)what;
	if (read(fd, &token, 1) != 1)
		die("read");
	done++;
	if (done + in_flight <= wanted) {
		if (write(here->next->out, &token, 1) != 1)
			die("write");
	} else if (--in_flight == 0) {
		event_base_loopbreak(base);
	}
}

static void dispatch(int pairs, int tokens)
{
	struct station *ring = ALLOC(pairs, struct station);
	int i;
	for (i = 0; i < pairs; i++) {
		evutil_socket_t s[2];
		socket_pair(s);
		ring[i].in = s[0];
		ring[i].out = s[1];
		ring[i].next = &ring[(i + 1) % pairs];
		ring[i].ev = must(event_new(base, s[0], EV_READ | EV_PERSIST, hand_over, &ring[i]), "event_new");
		if (event_add(ring[i].ev, NULL))
			die("event_add");
	}
	if (tokens > wanted)
		tokens = (int)wanted;
	for (i = 0; i < tokens; i++)
		if (write(ring[(long)i * pairs / tokens].out, "t", 1) != 1)
			die("write");
	in_flight = tokens;
	measured(turn_until_done);
}

static void job_dispatch_100(void) { dispatch(100, 10); }
static void job_dispatch_1000(void) { dispatch(1000, 100); }
static void job_dispatch_8000(void) { dispatch(8000, 800); }

/* ---- the same with 100 tokens among any number of eventfds, which need no pairs ---- */

static void pass_along(evutil_socket_t fd, short what, void *arg)
{
	struct station *here = arg;
	eventfd_t token;
	(void)what;
	if (eventfd_read(fd, &token) || eventfd_write(here->next->out, 1))
		die("eventfd");
	if (++done == wanted)
		event_base_loopbreak(base);
}

static void grow_dispatch(void)
{
	struct station *ring = ALLOC(size, struct station);
	long i;
	allow_fds(size);
	for (i = 0; i < size; i++) {
		ring[i].in = ring[i].out = eventfd(0, EFD_NONBLOCK);
		if (ring[i].in < 0)
			die("eventfd");
		ring[i].next = &ring[(i + 1) % size];
		ring[i].ev = must(event_new(base, ring[i].in, EV_READ | EV_PERSIST, pass_along, &ring[i]), "event_new");
		if (event_add(ring[i].ev, NULL))
			die("event_add");
	}
	for (i = 0; i < 100; i++)
		eventfd_write(ring[i * size / 100].out, 1);
	measured(turn_until_done);
}

/* ---- events that come and go ---- */

static struct event *io;

static void step_io(void)
{
	event_add(io, NULL);
	event_del(io);
}

static void job_io_add_del(void)
{
	evutil_socket_t s[2];
	socket_pair(s);
	io = must(event_new(base, s[0], EV_READ | EV_PERSIST, nothing, NULL), "event_new");
	drive_steps(step_io);
}

static void step_new(void)
{
	event_free(must(event_new(base, 0, EV_READ | EV_PERSIST, nothing, NULL), "event_new"));
}

static void job_new_free(void)
{
	drive_steps(step_new);
}

/* ---- the list ---- */

const struct job jobs[] = {
	{"oneshot", 250000, 0, 0, job_oneshot, "a one-shot event, added again in its callback"},
	{"chain", 25000000, 0, 0, job_chain, "event_active: 1,000 events, 4 priorities"},
	{"chain-threads", 20000000, 1, 0, job_chain, "event_active: the same, with locks"},
	{"dispatch-100", 250000, 0, 100, job_dispatch_100, "dispatch: 10 active among 100 sockets"},
	{"dispatch-1000", 250000, 0, 1000, job_dispatch_1000, "dispatch: 100 among 1,000"},
	{"grow-dispatch", 300000, 0, 0, grow_dispatch, "100 active among that many eventfds"},
	{"dispatch-8000", 200000, 0, 8000, job_dispatch_8000, "dispatch: 800 among 8,000"},
	{"io-add-del", 400000, 0, 0, job_io_add_del, "add and delete a read event"},
	{"new-free", 25000000, 0, 0, job_new_free, "event_new and event_free"},
	{0},
};
