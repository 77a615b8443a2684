// A callback that is told of a connection closes it and connects again: it is told of that connection, too.
#include "kit.h"

static struct sockaddr_in to;
static int connections;
static struct event_base *base;

static void happened(struct bufferevent *bev, short what, void *arg)
{
	SAY("connected: %d\n", !!(what & BEV_EVENT_CONNECTED));
	if (++connections == 2) {
		event_base_loopbreak(base);
		return;
	}
	int fd = bufferevent_getfd(bev);
	CHECK(bufferevent_setfd(bev, -1) == 0);
	evutil_closesocket(fd);
	CHECK(bufferevent_socket_connect(bev, (void *)&to, sizeof(to)) == 0);
}

int main(void)
{
	struct bufferevent *bev;
	int listener = tcp_listen(&to);
	base = event_base_new();
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, happened, NULL);
	CHECK(bufferevent_socket_connect(bev, (void *)&to, sizeof(to)) == 0);
	/* Without the second connection there is nothing to wait for. */
	event_base_loop(base, 0);
	bufferevent_free(bev);
	event_base_free(base);
	close(listener);
	return t_result();
}
