// run: once
// on: ours
// Freed inside each callback: nothing is called after that, and TLS object and socket go once.
#include "tls/kit.h"

static struct event_base *base;
static struct side *freed;
static const char *where;
static int done;

static void end_it(struct bufferevent *bev, const char *here)
{
	CHECK(!done);
	if (strcmp(here, where))
		return;
	done = 1;
	freed->bev = NULL;
	bufferevent_free(bev);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	b_text(bufferevent_get_input(bev));
	end_it(bev, "read");
}

static void on_write(struct bufferevent *bev, void *arg) { end_it(bev, "written"); }

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	end_it(bev, what & BEV_EVENT_CONNECTED ? "connected" : what & BEV_EVENT_EOF ? "end" : "error");
}

static void run(talk_fn over, int client, const char *callback, int options)
{
	struct side both[2];
	sides_init(both);
	over(both, base, options | BEV_OPT_CLOSE_ON_FREE);
	freed = &both[!client];
	where = callback;
	done = 0;
	bufferevent_setcb(freed->bev, on_read, on_write, on_event, NULL);
	settle(base);
	for (int i = 0; i < 2; i++)
		if (both[i].bev)
			put_text(both[i].bev, "text");
	settle(base);
	if (both[client].bev)
		bufferevent_flush(both[client].bev, EV_WRITE, BEV_FINISHED);
	settle(base);
	CHECK(done && !freed->bev && freed->toy.calls.free == 1);
	sides_free(both, base);
}

int main(void)
{
	static const int options[] = { 0, BEV_OPT_DEFER_CALLBACKS, BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	static const char *const callbacks[] = { "connected", "read", "written", "end" };
	signal(SIGPIPE, SIG_IGN); /* one side goes while the other writes */
	base = event_base_new();
	for (int client = 0; client < 2; client++)
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 4; j++) {
				run(sides_over_sockets, client, callbacks[j], options[i]);
				run(sides_over_filters, client, callbacks[j], options[i]);
			}
	event_base_free(base);
	return t_result();
}
