/* EVENT_BASE_FLAG_NOLOCK: a base without a lock of its own takes none. */
#include "backends/kit.h"

#include <event2/thread.h>

static int locks, made;

static void *
lock_new(unsigned type)
{
	++made;
	return malloc(1);
}

static void
lock_free(void *lock, unsigned type)
{
	free(lock);
}

static int
lock_lock(unsigned mode, void *lock)
{
	++locks;
	return 0;
}

static int
lock_unlock(unsigned mode, void *lock)
{
	return 0;
}

static void
use(int flags)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base;
	struct event *ev;
	evutil_socket_t s[2];
	int before = made;

	t_pair(s);
	event_config_set_flag(cfg, flags);
	base = event_base_new_with_config(cfg);
	event_config_free(cfg);
	SAY("flags %d: locks made: %s\n", flags, made > before ? "yes" : "no");
	locks = 0;
	ev = event_new(base, s[0], EV_WRITE | EV_PERSIST, t_say, "ran");
	event_add(ev, MS(100000));
	turn(base);
	event_active(ev, EV_READ, 1);
	turn(base);
	event_pending(ev, EV_READ, NULL);
	event_del(ev);
	event_base_loopexit(base, NULL);
	SAY("flags %d: locks taken: %s\n", flags, locks ? "yes" : "no");
	event_free(ev);
	event_base_free(base);
	close(s[0]);
	close(s[1]);
}

int
main(void)
{
	static const struct evthread_lock_callbacks callbacks = {
		EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, lock_new, lock_free, lock_lock, lock_unlock,
	};

	CHECK(evthread_set_lock_callbacks(&callbacks) == 0);
	use(0);
	use(EVENT_BASE_FLAG_NOLOCK);
	libevent_global_shutdown();
	return t_result();
}
