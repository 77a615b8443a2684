// run: once
// on: ours
// bufferevent_socket_connect_hostname_hints, of libevent 2.2: the look-up follows the hints.
#include "bufferevent/kit.h"
#include <netdb.h>

static struct event_base *base;
static struct sockaddr_in sin;
static int listener;
static short event;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(event == 0);
	event = what;
}

/* Tries to connect. WANT is the event that comes, 0 when the call itself fails. Returns the DNS error. */
static int try(const struct evutil_addrinfo *hints, const char *host, int port, short want)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	int r, error;
	event = 0;
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	put_text(bev, "text");
	r = bufferevent_socket_connect_hostname_hints(bev, NULL, hints, host, port);
	CHECK(r == (want ? 0 : -1));
	if (r == 0)
		UNTIL(base, event);
	settle(base);
	CHECK(event == want);
	if (event & BEV_EVENT_CONNECTED) {
		int far = tcp_accept(listener);
		CHECK(same(fd_get(far), "text"));
		close(far);
	} else {
		CHECK(bufferevent_getfd(bev) == -1);
	}
	error = bufferevent_socket_get_dns_error(bev);
	bufferevent_free(bev);
	settle(base);
	return error;
}

int main(void)
{
	struct evutil_addrinfo hints;
	int port;
	listener = tcp_listen(&sin);
	port = ntohs(sin.sin_port);
	base = event_base_new();
	memset(&hints, 0, sizeof hints);
	hints.ai_family = AF_INET;
	hints.ai_protocol = IPPROTO_TCP;
	hints.ai_socktype = SOCK_STREAM;
	CHECK(try(&hints, "127.0.0.1", port, BEV_EVENT_CONNECTED) == 0);
	CHECK(try(&hints, "localhost", port, BEV_EVENT_CONNECTED) == 0);
	hints.ai_flags = EVUTIL_AI_NUMERICHOST;
	CHECK(try(&hints, "127.0.0.1", port, BEV_EVENT_CONNECTED) == 0);
	CHECK(try(&hints, "localhost", port, BEV_EVENT_ERROR) == EVUTIL_EAI_NONAME);
	hints.ai_flags = 0;
	CHECK(try(&hints, "127.0.0.1", 0, 0) == 0);
	CHECK(try(&hints, "127.0.0.1", 65536, 0) == 0);
	hints.ai_family = AF_INET6;
	CHECK(try(&hints, "127.0.0.1", port, BEV_EVENT_ERROR) != 0);
	close(listener);
	event_base_free(base);
	return t_result();
}
