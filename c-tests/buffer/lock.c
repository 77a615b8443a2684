// evbuffer_enable_locking, with a lock of the library's and with a given one; without threads there are no locks,
// and lock and unlock do nothing.
// run: once
#include "buffer/kit.h"
#include <event2/thread.h>

static int held, locks, frees;

static void *make(unsigned kind) { locks++; return malloc(1); }
static void drop(void *lock, unsigned kind) { frees++; free(lock); }
static int take(unsigned mode, void *lock) { held++; return 0; }
static int give(unsigned mode, void *lock) { held--; return 0; }

static void on_change(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	SAY("  in the callback the lock is %s\n", held ? "held" : "not held");
}

static void use(struct evbuffer *buf)
{
	struct evbuffer_iovec vec[1];
	evbuffer_add_cb(buf, on_change, NULL);
	put_text(buf, "text");
	evbuffer_drain(buf, 1);
	evbuffer_lock(buf);
	evbuffer_lock(buf);
	SAY("  held %s\n", held >= 2 ? "twice" : "not twice");
	put_text(buf, "text");
	evbuffer_pullup(buf, -1);
	evbuffer_reserve_space(buf, 10, vec, 1);
	evbuffer_unlock(buf);
	evbuffer_unlock(buf);
	CHECK(held == 0);
}

int main(void)
{
	struct evthread_lock_callbacks callbacks = { EVTHREAD_LOCK_API_VERSION, EVTHREAD_LOCKTYPE_RECURSIVE, make, drop,
		take, give };
	struct evbuffer *buf = evbuffer_new(), *other;
	void *lock;

	SAY("no threads: %d\n", evbuffer_enable_locking(buf, NULL));
	evbuffer_free(buf);
	buf = evbuffer_new();
	use(buf);
	evbuffer_free(buf);

	CHECK(evthread_set_lock_callbacks(&callbacks) == 0);
	locks = frees = 0;
	buf = evbuffer_new();
	SAY("not enabled\n");
	use(buf);
	evbuffer_free(buf);
	CHECK(locks == 0 && frees == 0);
	buf = evbuffer_new();
	SAY("enabled: %d\n", evbuffer_enable_locking(buf, NULL));
	use(buf);
	SAY("enabled twice: %d\n", evbuffer_enable_locking(buf, NULL));
	evbuffer_free(buf);
	SAY("%d made, %d freed\n", locks, frees);

	locks = frees = 0;
	lock = make(0);
	buf = evbuffer_new();
	other = evbuffer_new();
	SAY("given: %d", evbuffer_enable_locking(buf, lock));
	SAY(", the same again: %d", evbuffer_enable_locking(buf, lock));
	SAY(", to another: %d\n", evbuffer_enable_locking(other, lock));
	use(buf);
	evbuffer_add_buffer(other, buf);
	evbuffer_prepend_buffer(buf, other);
	CHECK(evbuffer_remove_buffer(buf, other, 3) == 3);
	CHECK(held == 0);
	evbuffer_free(buf);
	evbuffer_free(other);
	SAY("%d made, %d freed\n", locks, frees);
	drop(lock, 0);
	return t_result();
}
