// Three pairs of bufferevents: what one side writes comes back from the other, every byte and in order.
#include "kit.h"
#include <event2/thread.h>

#define PAIRS 3
#define TOTAL 100000

static struct pair {
	struct bufferevent *near, *far;
	size_t written, back;
	int over;
} pairs[PAIRS];

static void end(struct pair *p)
{
	CHECK(!p->over++);
	if (p->near)
		bufferevent_free(p->near);
	if (p->far)
		bufferevent_free(p->far);
}

static void write_more(struct bufferevent *near, void *arg)
{
	struct pair *p = arg;
	unsigned char some[9000];
	size_t n = 1 + (p->written * 7 + 13) % sizeof some;
	if (n > TOTAL - p->written)
		n = TOTAL - p->written;
	if (n == 0)
		return;
	f_fill(some, p->written, n);
	if (F_WORKS(bufferevent_write(near, some, n) == 0))
		p->written += n;
	else
		end(p);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct pair *p = arg;
	if (what & BEV_EVENT_CONNECTED) {
		if (bev == p->near)
			write_more(bev, p);
		return;
	}
	CHECK(what & (BEV_EVENT_ERROR | BEV_EVENT_EOF));
	f_failed(what & BEV_EVENT_ERROR ? "an error event" : "an end");
	end(p);
}

static void on_near(struct bufferevent *near, void *arg)
{
	struct pair *p = arg;
	p->back = f_take(bufferevent_get_input(near), p->back);
	if (p->back == TOTAL)
		end(p);
}

static void on_far(struct bufferevent *far, void *arg)
{
	CHECK(bufferevent_write_buffer(far, bufferevent_get_input(far)) == 0);
}

#ifndef NEW_BUFFEREVENT
#define NEW_BUFFEREVENT(base, fd, options, is_server) bufferevent_socket_new(base, fd, options)
#endif

static int begin(struct event_base *base, struct pair *p, int options)
{
	evutil_socket_t fd[2];
	if (!f_pair(fd))
		return 0;
	p->near = NEW_BUFFEREVENT(base, fd[0], BEV_OPT_CLOSE_ON_FREE | options, 0);
	p->far = NEW_BUFFEREVENT(base, fd[1], BEV_OPT_CLOSE_ON_FREE | options, 1);
	if (!F_WORKS(p->near))
		close(fd[0]);
	if (!F_WORKS(p->far))
		close(fd[1]);
	if (p->near && p->far) {
		bufferevent_setcb(p->near, on_near, write_more, on_event, p);
		bufferevent_setcb(p->far, on_far, NULL, on_event, p);
		if (F_WORKS(bufferevent_enable(p->near, EV_READ | EV_WRITE) == 0) &&
		    F_WORKS(bufferevent_enable(p->far, EV_READ | EV_WRITE) == 0))
			return 1;
	}
	end(p);
	return 1;
}

#ifndef SHARED
#define SHARED 0
#endif

int main(void)
{
	int n = 0;
	struct event_base *base;
	f_begin();
	if (SHARED)
		CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	if (!F_WORKS(base))
		return f_end();
	while (n < PAIRS && begin(base, &pairs[n], SHARED ? BEV_OPT_THREADSAFE : 0))
		n++;
	f_run(base);
	for (int i = 0; i < n; i++)
		F_ALL(CHECK(pairs[i].over) && pairs[i].back == TOTAL);
	event_base_free(base);
	return f_end();
}
