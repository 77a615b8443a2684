// timeout: 900
// libs: -rdynamic
// The wall clock jumps by a day, an hour or a year, back and forth, all the time, as settimeofday(2) makes it; the monotonic
// clock goes on. Timers and timeouts take no notice.
#include "long/kit.h"

#include <event2/bufferevent.h>
#include <sys/syscall.h>

enum { LATE = 3000 }; /* milliseconds that a busy machine may take */

/* ---- the clock of this program: its functions stand before the C library's ---- */

static long shift; /* seconds */

int clock_gettime(clockid_t clock, struct timespec *ts)
{
	int result = (int)syscall(SYS_clock_gettime, clock, ts);
	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		ts->tv_sec += shift;
	return result;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	*tv = (struct timeval){ ts.tv_sec, ts.tv_nsec / 1000 };
	return 0;
}

time_t time(time_t *to)
{
	struct timeval now;
	gettimeofday(&now, NULL);
	return to ? *to = now.tv_sec : now.tv_sec;
}

static void jump(void)
{
	static const long shifts[] = { 86400, -86400, 0, 365 * 86400, 3600, -365 * 86400, -3600 };
	static size_t turn;
	shift = shifts[turn++ % (sizeof shifts / sizeof *shifts)];
}

/* ---- what must come when it is due ---- */

struct wait {
	long start, ms;
	int done;
};
static struct event_base *base;
static int early, late;

static void over(struct wait *wait)
{
	long took = now_ms() - wait->start;
	early += took < wait->ms - T_EARLY;
	late += took > wait->ms + LATE;
	wait->done++;
	jump();
}

T_CALLBACK(due) { over(arg); }
static void timed_out(struct bufferevent *bev, short what, void *arg)
{
	CHECK(what == (BEV_EVENT_READING | BEV_EVENT_TIMEOUT));
	over(arg);
}

static void one_round(void)
{
	static const long lengths[] = { 10, 35, 60, 110 };
	struct wait waits[5];
	struct event *timers[4];
	struct bufferevent *bev;
	evutil_socket_t fd[2];

	for (int i = 0; i < 4; i++) {
		waits[i] = (struct wait){ now_ms(), lengths[i], 0 };
		timers[i] = event_new(base, -1, 0, due, &waits[i]);
		event_add(timers[i], i % 2 ? event_base_init_common_timeout(base, MS(lengths[i])) : MS(lengths[i]));
		jump();
	}
	t_pair(fd);
	waits[4] = (struct wait){ now_ms(), 50, 0 };
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, timed_out, &waits[4]);
	bufferevent_set_timeouts(bev, MS(50), NULL);
	bufferevent_enable(bev, EV_READ);
	for (int i = 0; i < 40; i++) {
		jump();
		event_base_loop(base, EVLOOP_NONBLOCK);
		sleep_ms(1);
	}
	event_base_dispatch(base);
	for (int i = 0; i < 4; i++)
		event_free(timers[i]);
	bufferevent_free(bev);
	close(fd[1]);
	for (int i = 0; i < 5; i++)
		CHECK(waits[i].done == 1);
}

int main(void)
{
	long end = now_ms() + seconds() * 1000;
	int rounds = 0;
	for (; rounds < 3 || now_ms() < end; rounds++) {
		struct event_config *config = event_config_new();
		if (rounds % 2)
			event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
		base = event_base_new_with_config(config);
		event_config_free(config);
		one_round();
		event_base_free(base);
	}
	FIGURES("clock-jumps: %d rounds\n", rounds);
	SAY("early: %d, late: %d\n", early, late);
	return t_result();
}
