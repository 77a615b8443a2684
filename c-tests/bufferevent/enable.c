// run: once
// bufferevent_enable and bufferevent_disable: what they return and what is enabled then, for usual and for odd
// arguments. Data waits in the kernel or in the output meanwhile.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct bufferevent *bev;

static void change(int on, short what)
{
	int r = on ? bufferevent_enable(bev, what) : bufferevent_disable(bev, what);
	SAY("%s %s: %d, enabled %#x, pending %s %s\n", on ? "enable" : "disable", t_what(what), r,
	    (unsigned)(unsigned short)bufferevent_get_enabled(bev),
	    event_pending(&bev->ev_read, EV_READ, NULL) ? "read" : "-",
	    event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-");
}

int main(void)
{
	struct event_base *base = event_base_new();
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_setcb(bev, say_read, NULL, say_event, "bev");
	change(1, EV_READ);
	change(1, EV_READ);
	change(0, EV_READ);
	change(0, EV_READ);
	change(1, 0);
	change(0, 0);
	change(1, EV_TIMEOUT);
	change(1, EV_SIGNAL | EV_PERSIST);
	change(1, EV_READ | EV_TIMEOUT);
	change(0, EV_SIGNAL | EV_TIMEOUT);
	change(0, EV_READ | EV_WRITE);
	change(0, EV_SIGNAL | EV_PERSIST);

	SAY("reading is off\n");
	fd_put(fd[1], "one");
	settle(base);
	SAY("in the input: %zu\n", evbuffer_get_length(bufferevent_get_input(bev)));
	bufferevent_enable(bev, EV_READ);
	settle(base);

	SAY("writing is off\n");
	put_text(bev, "two");
	settle(base);
	SAY("in the output: %zu, at the far end \"%s\"\n", evbuffer_get_length(bufferevent_get_output(bev)),
	    fd_get(fd[1]));
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	SAY("in the output: %zu, at the far end \"%s\"\n", evbuffer_get_length(bufferevent_get_output(bev)),
	    fd_get(fd[1]));

	bufferevent_free(bev);
	close(fd[0]);
	close(fd[1]);
	bev = bufferevent_socket_new(base, -1, 0);
	SAY("without a socket\n");
	change(1, EV_READ | EV_WRITE);
	change(0, EV_READ);
	settle(base);
	bufferevent_free(bev);
	event_base_free(base);
	return t_result();
}
