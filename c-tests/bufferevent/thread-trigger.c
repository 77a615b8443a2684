// run: once
// bufferevent_trigger and _trigger_event from another thread: at once they run in that thread, deferred in the
// thread of the loop, which wakes for it.
#include "bufferevent/threads.h"

static pthread_t main_thread;
static sem_t called;

static const char *here(void)
{
	return pthread_equal(pthread_self(), main_thread) ? "the caller's thread" : "the loop's thread";
}

static void on_read(struct bufferevent *bev, void *arg)
{
	SAY(" read in %s\n", here());
	sem_post(&called);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	SAY(" event %s in %s\n", b_what(what), here());
	sem_post(&called);
}

static void run(const char *name, int options, int trigger)
{
	struct loop loop;
	struct bufferevent *bev;
	SAY("%s\n", name);
	loop_start(&loop);
	bev = bufferevent_socket_new(loop.base, -1, BEV_OPT_THREADSAFE | options);
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	bufferevent_trigger(bev, EV_READ, trigger);
	sem_get(&called);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, trigger);
	sem_get(&called);
	bufferevent_free(bev);
	loop_stop(&loop);
	event_base_free(loop.base);
}

int main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&called, 0, 0);
	main_thread = pthread_self();
	run("at once", 0, 0);
	run("deferred when triggered", 0, BEV_TRIG_DEFER_CALLBACKS);
	run("deferred", BEV_OPT_DEFER_CALLBACKS, 0);
	run("deferred, unlocked", BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS, 0);
	libevent_global_shutdown();
	return t_result();
}
