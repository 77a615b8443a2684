// on: ours
// evwatch_prepare_get_timeout: how long the base is about to wait, if there is a limit.
#include "t.h"
#include <event2/watch.h>

static struct event_base *base;
static int result, calls;
static struct timeval timeout;

static void on_prepare(struct evwatch *w, const struct evwatch_prepare_cb_info *info, void *arg)
{
	if (calls++ == 0) {
		timeout = (struct timeval){ -7, -7 };
		result = evwatch_prepare_get_timeout(info, &timeout);
	}
}

static void loop(int flags)
{
	calls = 0;
	event_base_loop(base, flags);
	CHECK(calls > 0);
}

int main(void)
{
	evutil_socket_t sock[2];
	struct event *io, *timer, *active;
	t_pair(sock);
	base = event_base_new();
	CHECK(evwatch_prepare_new(base, on_prepare, NULL) != NULL);
	io = event_new(base, sock[0], EV_READ | EV_PERSIST, t_say, "io");
	event_add(io, NULL);
	CHECK(write(sock[1], "x", 1) == 1);
	loop(EVLOOP_ONCE);
	CHECK(result == 0); /* no limit, although it will not wait */
	CHECK(timeout.tv_sec == -7 && timeout.tv_usec == -7);

	timer = evtimer_new(base, t_say, "timer");
	event_add(timer, &(struct timeval){ 1000, 0 });
	loop(EVLOOP_ONCE);
	CHECK(result == 1);
	CHECK(timeout.tv_sec > 900 && timeout.tv_sec <= 1000);
	CHECK(timeout.tv_usec >= 0 && timeout.tv_usec < 1000000);

	loop(EVLOOP_ONCE | EVLOOP_NONBLOCK);
	CHECK(result == 1 && timeout.tv_sec == 0 && timeout.tv_usec == 0);

	active = event_new(base, -1, 0, t_say, "active");
	event_active(active, EV_READ, 1);
	loop(EVLOOP_ONCE);
	CHECK(result == 1 && timeout.tv_sec == 0 && timeout.tv_usec == 0);

	event_add(timer, MS(0));
	loop(EVLOOP_ONCE);
	CHECK(result == 1 && timeout.tv_sec == 0 && timeout.tv_usec == 0);
	event_free(io);
	event_free(timer);
	event_free(active);
	event_base_free(base);
	return t_result();
}
