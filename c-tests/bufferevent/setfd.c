// bufferevent_setfd: another socket for the same bufferevent, with the buffers kept. The old one is left open.
// Reading that ended stays off. A bufferevent that was connecting tells of the new one that it is CONNECTED.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;

static void state(void)
{
	SAY(" fd %s, enabled %s, waits for %s %s\n", bufferevent_getfd(bev) < 0 ? "none" : "there",
	    t_what(bufferevent_get_enabled(bev)), event_pending(&bev->ev_read, EV_READ, NULL) ? "read" : "-",
	    event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-");
}

int main(void)
{
	struct sockaddr_in sin;
	int a[2], b[2], c[2], listener, connecting;
	base = event_base_new();
	t_pair(a);
	t_pair(b);
	t_pair(c);

	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, NULL, say_event, " bev");
	bufferevent_disable(bev, EV_WRITE);
	put_text(bev, "early");
	SAY("first: %d\n", bufferevent_setfd(bev, a[0]));
	CHECK(bufferevent_getfd(bev) == a[0]);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	fd_put(a[1], "from a");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(a[1]));

	SAY("second: %d\n", bufferevent_setfd(bev, b[0]));
	fd_put(a[1], "unheard");
	fd_put(b[1], "from b");
	put_text(bev, "to b");
	settle(base);
	state();
	SAY(" far ends \"%s\" \"%s\"\n", fd_get(a[1]), fd_get(b[1]));

	SAY("none: %d\n", bufferevent_setfd(bev, -1));
	CHECK(bufferevent_getfd(bev) == -1);
	put_text(bev, "to no one");
	settle(base);
	SAY(" enabled %s, out %zu\n", t_what(bufferevent_get_enabled(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)));

	SAY("third: %d\n", bufferevent_setfd(bev, c[0]));
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(c[1]));
	close(c[1]);
	settle(base);
	state();
	SAY("second again: %d\n", bufferevent_setfd(bev, b[0]));
	fd_put(b[1], "from b again");
	settle(base);
	state();
	SAY("the same once more: %d\n", bufferevent_setfd(bev, b[0]));
	settle(base);
	bufferevent_enable(bev, EV_READ);
	settle(base);

	listener = tcp_listen(&sin);
	bufferevent_setfd(bev, -1);
	SAY("while connecting: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin));
	connecting = bufferevent_getfd(bev);
	SAY(" %d\n", bufferevent_setfd(bev, b[0]));
	close(connecting);
	put_text(bev, "to b again");
	settle(base);
	fd_put(b[1], "the third time");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(b[1]));
	bufferevent_free(bev);
	settle(base);
	SAY("open: %d %d %d\n", fd_open(a[0]), fd_open(b[0]), fd_open(c[0]));
	close(listener);
	event_base_free(base);
	return t_result();
}
