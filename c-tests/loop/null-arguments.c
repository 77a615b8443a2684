// on: ours
// run: once
// NULL where an object is needed: an error, or nothing, and never a crash. The original crashes
// in most of these.
#include "t.h"
#include <event2/event_compat.h>
#include <event2/thread.h>
#include <event2/watch.h>

static void bases(void)
{
	struct timeval tv = { 1, 0 };
	CHECK(event_base_loop(NULL, 0) == -1);
	CHECK(event_base_dispatch(NULL) == -1);
	CHECK(event_base_got_exit(NULL) == 0);
	CHECK(event_base_got_break(NULL) == 0);
	CHECK(event_base_get_method(NULL) == NULL);
	CHECK(event_base_get_signal_method(NULL) == NULL);
	CHECK(event_base_get_features(NULL) == 0);
	CHECK(event_base_get_npriorities(NULL) == -1);
	CHECK(event_base_priority_init(NULL, 3) == -1);
	CHECK(event_base_get_num_events(NULL, EVENT_BASE_COUNT_ADDED) == -1);
	CHECK(event_base_get_max_events(NULL, EVENT_BASE_COUNT_ADDED, 1) == -1);
	CHECK(event_base_init_common_timeout(NULL, &tv) == NULL);
	CHECK(event_base_get_running_event(NULL) == NULL);
	CHECK(event_base_gettimeofday_cached(NULL, NULL) == -1);
	CHECK(event_reinit(NULL) == -1);
	CHECK(evthread_make_base_notifiable(NULL) == -1);
	event_base_dump_events(NULL, stdout);
	event_base_active_by_fd(NULL, 1, EV_READ);
	event_base_active_by_signal(NULL, SIGUSR1);
}

static void events(void)
{
	struct event_base *base;
	evutil_socket_t fd;
	short events;
	event_callback_fn callback;
	void *arg;
	CHECK(event_add(NULL, NULL) == -1);
	CHECK(event_del(NULL) == -1);
	CHECK(event_del_block(NULL) == -1);
	CHECK(event_del_noblock(NULL) == -1);
	CHECK(event_remove_timer(NULL) == -1);
	CHECK(event_pending(NULL, EV_READ, NULL) == 0);
	CHECK(event_initialized(NULL) == 0);
	CHECK(event_priority_set(NULL, 0) == -1);
	CHECK(event_get_fd(NULL) == -1);
	CHECK(event_get_base(NULL) == NULL);
	CHECK(event_get_events(NULL) == 0);
	CHECK(event_get_callback(NULL) == NULL);
	CHECK(event_get_callback_arg(NULL) == NULL);
	CHECK(event_get_priority(NULL) == -1);
	CHECK(event_base_set(NULL, NULL) == -1);
	CHECK(event_assign(NULL, NULL, -1, 0, NULL, NULL) == -1);
	CHECK(event_finalize(0, NULL, NULL) == -1);
	CHECK(event_free_finalize(0, NULL, NULL) == -1);
	event_set(NULL, -1, 0, NULL, NULL);
	event_get_assignment(NULL, &base, &fd, &events, &callback, &arg);
	event_active(NULL, EV_READ, 1);
	event_debug_unassign(NULL);
	event_free(NULL);
}

static void others(void)
{
	struct event_config *config = event_config_new();
	CHECK(event_config_avoid_method(NULL, "epoll") == -1);
	CHECK(event_config_avoid_method(config, NULL) == -1);
	CHECK(event_config_set_max_dispatch_interval(NULL, NULL, 1, 1) == -1);
	event_config_free(config);
	event_config_free(NULL);
	CHECK(evwatch_prepare_new(NULL, NULL, NULL) == NULL);
	CHECK(evwatch_check_new(NULL, NULL, NULL) == NULL);
	CHECK(evwatch_base(NULL) == NULL);
	CHECK(evwatch_prepare_get_timeout(NULL, NULL) == 0);
	evwatch_free(NULL);
	CHECK(event_dispatch() == -1);
	CHECK(event_loop(0) == -1);
	CHECK(event_get_method() == NULL);
	CHECK(event_priority_init(2) == -1);
}

/* A callback that is NULL is not called, and the event goes on as others do. */
static void callbacks(void)
{
	struct event_base *base = event_base_new();
	struct event *ev = event_new(base, -1, 0, NULL, NULL), *sig = evsignal_new(base, SIGUSR1, NULL, NULL);
	event_add(sig, NULL);
	event_add(ev, MS(1));
	raise(SIGUSR1);
	CHECK(event_base_loop(base, EVLOOP_ONCE) == 0);
	event_del(sig);
	CHECK(event_base_dispatch(base) == 1);
	CHECK(event_finalize(0, ev, NULL) == 0);
	CHECK(event_base_once(base, -1, EV_TIMEOUT, NULL, NULL, NULL) == 0);
	CHECK(event_base_dispatch(base) == 1);
	event_free(ev);
	event_free(sig);
	event_base_free(base);
}

int main(void)
{
	bases();
	events();
	others();
	callbacks();
	return t_result();
}
