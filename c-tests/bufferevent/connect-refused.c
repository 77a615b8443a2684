// A connect that fails: exactly one event, WRITING or not, the error as errno, what is enabled then, whether the
// socket is kept, and that the same bufferevent can connect again.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	int err = EVUTIL_SOCKET_ERROR();
	say_event(bev, what, name);
	if (what & BEV_EVENT_ERROR)
		SAY("%s: errno %s\n", (const char *)name, t_errno(err));
	events++;
}

static void run(const char *name, short enabled, const char *text)
{
	struct sockaddr_in refusing, sin;
	int holder = tcp_refusing(&refusing), listener, far;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	SAY("%s\n", name);
	events = 0;
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	bufferevent_enable(bev, enabled);
	put_text(bev, text);
	SAY(" connect: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&refusing, sizeof refusing));
	CHECK(events == 0);
	UNTIL(base, events);
	settle(base);
	SAY(" %d events, enabled %s, waits for %s %s, left %zu, socket %s\n", events,
	    t_what(bufferevent_get_enabled(bev)), event_pending(&bev->ev_read, EV_READ, NULL) ? "read" : "-",
	    event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-",
	    evbuffer_get_length(bufferevent_get_output(bev)), bufferevent_getfd(bev) < 0 ? "gone" : "kept");
	close(holder);

	listener = tcp_listen(&sin);
	events = 0;
	CHECK(close(bufferevent_getfd(bev)) == 0 && bufferevent_setfd(bev, -1) == 0);
	SAY(" connect again: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin));
	UNTIL(base, events);
	far = tcp_accept(listener);
	settle(base);
	SAY(" enabled %s, left %zu, far end: \"%s\"\n", t_what(bufferevent_get_enabled(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)), fd_get(far));
	close(listener);
	close(far);
	bufferevent_free(bev);
}

int main(void)
{
	base = event_base_new();
	run("nothing enabled", 0, "");
	run("reading enabled", EV_READ, "");
	run("writing enabled", EV_WRITE, "");
	run("both enabled, something to write", EV_READ | EV_WRITE, "text");
	event_base_free(base);
	return t_result();
}
