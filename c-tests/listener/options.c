// run: once
// What each flag sets on the socket, and what the connections have of it. evconnlistener_new sets
// nothing.
#include "kit.h"

static void say_options(const char *name, int fd, int family)
{
	SAY("  %s: keep-alive %d reuse address %d port %d", name, option(fd, SOL_SOCKET, SO_KEEPALIVE),
	    option(fd, SOL_SOCKET, SO_REUSEADDR), option(fd, SOL_SOCKET, SO_REUSEPORT));
	SAY(" deferred %d", option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT) != 0);
	if (family == AF_INET6)
		SAY(" IPv6 only %d", option(fd, IPPROTO_IPV6, IPV6_V6ONLY));
	SAY("\n");
}

ACCEPTED(on_connection)
{
	say_options("connection", fd, sa->sa_family);
	accepted++;
	close(fd);
}

static void use(struct event_base *base, struct evconnlistener *lev, int family)
{
	int client = client_of(lev);
	say_options("listener", evconnlistener_get_fd(lev), family);
	CHECK(send(client, "x", 1, 0) == 1);
	for (accepted = 0; !accepted; )
		event_base_loop(base, EVLOOP_ONCE);
	close(client);
	evconnlistener_free(lev);
}

int main(void)
{
	static const unsigned flags[] = { 0, LEV_OPT_REUSEABLE, LEV_OPT_REUSEABLE_PORT,
		LEV_OPT_DEFERRED_ACCEPT, LEV_OPT_BIND_IPV6ONLY, LEV_OPT_REUSEABLE |
		LEV_OPT_REUSEABLE_PORT | LEV_OPT_DEFERRED_ACCEPT };
	struct event_base *base = event_base_new();

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		for (int family = AF_INET; family; family = family == AF_INET ? AF_INET6 : 0) {
			int fd = bound_socket(family, SOCK_STREAM);
			unsigned all = flags[i] | LEV_OPT_CLOSE_ON_FREE;
			if (family == AF_INET6 || flags[i] != LEV_OPT_BIND_IPV6ONLY) {
				SAY("flags %x, family %d\n", flags[i], family);
				use(base, listen_on(base, family, all, on_connection, NULL), family);
			}
			use(base, evconnlistener_new(base, on_connection, NULL, all, 5, fd), family);
		}
	}
	event_base_free(base);
	return t_result();
}
