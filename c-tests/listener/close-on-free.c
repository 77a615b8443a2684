// run: once
// The socket is closed with the listener only if LEV_OPT_CLOSE_ON_FREE asks for it. Connections that
// were accepted stay, those that were not are closed with it.
#include "kit.h"

static int connection;

ACCEPTED(keep)
{
	connection = fd;
	evconnlistener_disable(lev);
}

static void use(struct event_base *base, unsigned flags)
{
	struct evconnlistener *lev = listen_on(base, AF_UNIX, flags, keep, NULL);
	int fd = evconnlistener_get_fd(lev), first = client_of(lev), second = client_of(lev);

	SAY("flags %x\n", flags);
	turn(base);
	evconnlistener_free(lev);
	SAY("socket: %s\n", is_open(fd) ? "open" : "closed");
	SAY("connection: %s\n", is_open(connection) ? "open" : "closed");
	if (is_open(fd)) {
		int new = accept(fd, NULL, NULL);
		CHECK(new >= 0);
		close(new);
		close(fd);
	}
	SAY("second client: %s\n", fate(second));
	close(connection);
	SAY("first client: %s\n", fate(first));
	close(first);
	close(second);
}

int main(void)
{
	struct event_base *base = event_base_new();
	use(base, 0);
	use(base, LEV_OPT_CLOSE_ON_FREE);
	event_base_free(base);
	return t_result();
}
