// A listener passes each connection on, with its own descriptor, the client's address and the
// argument; for TCP and for UNIX sockets.
#include "kit.h"

static struct event_base *base;
static struct evconnlistener *listener;
static int expected[3], seen;

ACCEPTED(on_connection)
{
	address peer, client;
	socklen_t peer_len = sizeof(peer), client_len = sizeof(client);
	char c;

	SAY("connection %d, family %d, length %d, %s\n", seen, sa->sa_family, socklen, (char *)arg);
	CHECK(lev == listener);
	CHECK(evconnlistener_get_base(lev) == base);
	CHECK(fd >= 0 && fd != evconnlistener_get_fd(lev));
	CHECK(getpeername(fd, &peer.sa, &peer_len) == 0);
	CHECK(socklen == (int)peer_len && !memcmp(sa, &peer, peer_len));
	CHECK(getsockname(expected[seen], &client.sa, &client_len) == 0);
	CHECK(client_len == peer_len && !memcmp(&client, &peer, peer_len));
	CHECK(send(fd, "x", 1, 0) == 1);
	CHECK(recv(expected[seen], &c, 1, 0) == 1);
	close(fd);
	if (++seen == 3)
		event_base_loopbreak(base);
}

static void use(const char *name, int family)
{
	SAY("%s\n", name);
	base = event_base_new();
	listener = listen_on(base, family, LEV_OPT_CLOSE_ON_FREE, on_connection, (void *)name);
	seen = 0;
	for (int i = 0; i < 3; i++)
		expected[i] = client_of(listener);
	CHECK(event_base_dispatch(base) == 0);
	for (int i = 0; i < 3; i++) {
		SAY("client %d: %s\n", i, fate(expected[i]));
		close(expected[i]);
	}
	evconnlistener_free(listener);
	event_base_free(base);
}

int main(void)
{
	t_log();
	use("IPv4", AF_INET);
	use("IPv6", AF_INET6);
	use("UNIX", AF_UNIX);
	return t_result();
}
