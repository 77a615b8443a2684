// run: epoll,poll
// timeout: 900
// sanitizers: address thread, valgrind's own memory grows
// An echo server to which connections come and from which they go.
#include "long/churn.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>

static struct evconnlistener *listener;

static void on_read(struct bufferevent *bev, void *arg)
{
	bufferevent_write_buffer(bev, bufferevent_get_input(bev));
}

static void on_event(struct bufferevent *bev, short what, void *arg) { bufferevent_free(bev); }

static void on_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	bufferevent_set_timeouts(bev, MS(300000), NULL);
	bufferevent_enable(bev, EV_READ);
}

static int begin_server(struct event_base *base)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	listener = evconnlistener_new_bind(base, on_accept, NULL, LEV_OPT_CLOSE_ON_FREE, 1000, (struct sockaddr *)&in,
	    sizeof in);
	return port_of(evconnlistener_get_fd(listener));
}

static void end_server(void) { evconnlistener_free(listener); }

static size_t say(char *text, unsigned number)
{
	size_t len = 1 + number * 2654435761u % 4000;
	memset(text, 'a' + (int)(number % 26), len);
	return len;
}

static int is_answer(const char *text, size_t len, unsigned number)
{
	char wanted[ROOM];
	size_t all = say(wanted, number);
	if (len < all)
		return 0;
	return len == all && !memcmp(text, wanted, len) ? 1 : -1;
}

int main(void) { return churn("echo"); }
