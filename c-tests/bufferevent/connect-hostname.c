// run: once
// bufferevent_socket_connect_hostname without a DNS base: addresses as text and localhost are looked up at once.
// CONNECTED, and what came of the look-up.
#include "bufferevent/kit.h"

static struct event_base *base;
static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	events++;
}

static void try(int family, const char *host, int port, int listener)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	int r;
	SAY("family %d, %s\n", family, host);
	events = 0;
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	r = bufferevent_socket_connect_hostname(bev, NULL, family, host, port);
	SAY(" returned %d, events so far %d\n", r, events);
	if (r == 0) {
		UNTIL(base, events);
		put_text(bev, "text");
		settle(base);
		if (bufferevent_getfd(bev) >= 0 && listener >= 0) {
			int far = tcp_accept(listener);
			SAY(" far end: \"%s\"\n", fd_get(far));
			close(far);
		}
	}
	settle(base);
	SAY(" DNS error %d, \"%s\", events %d\n", bufferevent_socket_get_dns_error(bev),
	    evutil_gai_strerror(bufferevent_socket_get_dns_error(bev)), events);
	bufferevent_free(bev);
}

int main(void)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), port = ntohs(sin.sin_port);
	t_log();
	signal(SIGPIPE, SIG_IGN);
	base = event_base_new();
	try(AF_UNSPEC, "127.0.0.1", port, listener);
	try(AF_INET, "127.0.0.1", port, listener);
	try(AF_INET, "localhost", port, listener);
	close(listener);
	event_base_free(base);
	return t_result();
}
