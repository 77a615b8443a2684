/* Bufferevents that connect by name. */
#ifndef CONNECT_H
#define CONNECT_H

#include "gai.h"
#include "bufferevent/kit.h"
#include <sys/ioctl.h>

static int connect_events T_UNUSED, connect_inside T_UNUSED;

/* An event callback that also says whether it is called within the call that connects. */
T_UNUSED static void connect_event(struct bufferevent *bev, short what, void *name)
{
	int error = EVUTIL_SOCKET_ERROR();
	connect_events++;
	SAY("%s: event %s, %s, DNS error %s, enabled %s", (const char *)name, b_what(what),
	    connect_inside ? "at once" : "from the loop", error_name(bufferevent_socket_get_dns_error(bev)),
	    t_what(bufferevent_get_enabled(bev)));
	SAY(what & BEV_EVENT_ERROR && !bufferevent_socket_get_dns_error(bev) ? ", %s\n" : "\n", t_errno(error));
}

/* A bufferevent that says what happens to it. */
T_UNUSED static struct bufferevent *connect_new(struct event_base *base, int options)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE | options);
	bufferevent_setcb(bev, say_read, say_write, connect_event, " bev");
	connect_events = 0;
	return bev;
}

T_UNUSED static void connect_by_name(struct bufferevent *bev, struct evdns_base *dns, int family,
    const char *host, int port)
{
	int result;
	SAY("family %d, %s\n", family, host);
	connect_inside = 1;
	result = bufferevent_socket_connect_hostname(bev, dns, family, host, port);
	connect_inside = 0;
	SAY(" returned %d, socket %s\n", result, bufferevent_getfd(bev) < 0 ? "none" : "there");
}

/* What comes to the listener by one connection, LEN bytes at least, which is closed then. */
T_UNUSED static void connect_accepted(int listener, int len)
{
	int far = tcp_accept(listener), n;
	while (CHECK(ioctl(far, FIONREAD, &n) == 0) && n < len)
		sleep_ms(1);
	SAY(" far end: \"%s\"\n", fd_get(far));
	close(far);
}

#endif
