// run: once
// bufferevent_socket_connect_hostname without a DNS base, and bad arguments: what is returned, which event comes
// and when, and the DNS error.
#include "bufferevent/kit.h"

static struct event_base *base;
static int inside;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	SAY("  event %s, %s, enabled %s\n", b_what(what), inside ? "at once" : "from the loop",
	    t_what(bufferevent_get_enabled(bev)));
}

static void try(int options, int fd, int family, const char *host, int port)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE | options);
	int r;
	SAY("%sfamily %d, \"%s\"%s\n", options ? "deferred, " : "", family, host,
	    port > 0 && port < 65536 ? "" : ", bad port");
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	inside = 1;
	r = bufferevent_socket_connect_hostname(bev, NULL, family, host, port);
	inside = 0;
	settle(base);
	SAY(" returned %d, DNS error %d, socket %s\n", r, bufferevent_socket_get_dns_error(bev),
	    bufferevent_getfd(bev) < 0 ? "none" : "there");
	bufferevent_free(bev);
}

int main(void)
{
	struct sockaddr_in sin;
	int holder = tcp_refusing(&sin), port = ntohs(sin.sin_port);
	t_log();
	base = event_base_new();
	try(0, -1, 12345, "127.0.0.1", port);
	try(0, -1, AF_UNIX, "127.0.0.1", port);
	try(0, -1, AF_INET, "127.0.0.1", 0);
	try(0, -1, AF_INET, "127.0.0.1", -1);
	try(0, -1, AF_INET, "127.0.0.1", 65536);
	try(0, -1, AF_INET6, "127.0.0.1", port);
	try(0, -1, AF_INET, "::1", port);
	try(0, -1, AF_INET, "", port);
	try(0, -1, AF_UNSPEC, "a..b", port);
	try(BEV_OPT_DEFER_CALLBACKS, -1, AF_UNSPEC, "a..b", port);
	try(BEV_OPT_DEFER_CALLBACKS, -1, AF_INET, "::1", port);
	/* The look-up works, and the connect fails at once. */
	try(0, socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), AF_INET, "127.0.0.1", port);
	try(0, -1, AF_INET, "127.0.0.1", port);
	close(holder);
	event_base_free(base);
	return t_result();
}
