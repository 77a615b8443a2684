// Everything the core makes comes from the functions given, and all of it is given back.
#include "alloc.h"

static int fired;

static void count(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	fired++;
}

#define TAKES(call) do { long before_ = al.calls; call; SAY("%s: %s\n", #call, al.calls > before_ ? "asks" : "does not ask"); } while (0)

int main(void)
{
	struct event_config *cfg;
	struct event_base *base;
	struct event *io, *timer, *sig, *user;
	const struct timeval *common, *again;
	evutil_socket_t fd[2];

	al_start();
	t_pair(fd);
	TAKES(cfg = event_config_new());
	CHECK(event_config_avoid_method(cfg, "no such method") == 0);
	TAKES(base = event_base_new_with_config(cfg));
	event_config_free(cfg);
	CHECK(event_base_priority_init(base, 3) == 0);
	TAKES(io = event_new(base, fd[0], EV_READ | EV_PERSIST, count, NULL));
	TAKES(timer = evtimer_new(base, count, NULL));
	TAKES(sig = evsignal_new(base, SIGUSR1, count, NULL));
	TAKES(user = event_new(base, -1, 0, count, NULL));
	common = event_base_init_common_timeout(base, MS(3));
	again = event_base_init_common_timeout(base, MS(3));
	CHECK(common && common == again);
	event_add(io, NULL);
	event_add(timer, common);
	event_add(sig, NULL);
	TAKES(event_base_once(base, -1, EV_TIMEOUT, count, NULL, MS(1)));
	TAKES(event_base_once(base, -1, EV_TIMEOUT, count, NULL, MS(100000)));
	event_active(user, EV_READ, 1);
	raise(SIGUSR1);
	CHECK(write(fd[1], "x", 1) == 1);
	while (fired < 5) {
		char c;
		event_base_loop(base, EVLOOP_ONCE);
		if (read(fd[0], &c, 1) == 1)
			event_del(io);
	}
	SAY("fired %s\n", fired >= 5 ? "all" : "not all");
	CHECK(al.live > 0);
	event_free(io);
	event_free(timer);
	event_free(sig);
	event_free(user);
	event_base_free(base);
	libevent_global_shutdown();
	SAY("live after the end: %ld\n", al.live);
	SAY("requests for nothing: %ld\n", al.zero);
	return t_result();
}
