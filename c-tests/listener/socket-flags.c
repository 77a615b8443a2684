// run: once
// Which sockets are nonblocking and close on exec: the listener's own, and those it accepts.
#include "kit.h"

static void say_fd(const char *name, int fd)
{
	SAY("  %s:%s%s\n", name, fcntl(fd, F_GETFL) & O_NONBLOCK ? " nonblocking" : " blocking",
	    fcntl(fd, F_GETFD) & FD_CLOEXEC ? " closes on exec" : "");
}

ACCEPTED(on_connection)
{
	say_fd("accepted", fd);
	close(fd);
}

static void use(struct event_base *base, unsigned flags)
{
	struct evconnlistener *lev;
	int client, fd;

	SAY("flags %x, new_bind\n", flags);
	lev = listen_on(base, AF_UNIX, flags | LEV_OPT_CLOSE_ON_FREE, on_connection, NULL);
	say_fd("listening", evconnlistener_get_fd(lev));
	client = client_of(lev);
	turn(base);
	close(client);
	evconnlistener_free(lev);

	SAY("flags %x, new\n", flags);
	fd = bound_socket(AF_UNIX, SOCK_STREAM);
	fcntl(fd, F_SETFD, 0);
	lev = evconnlistener_new(base, on_connection, NULL, flags, -1, fd);
	CHECK(evconnlistener_get_fd(lev) == fd);
	say_fd("listening", fd);
	client = client_of(lev);
	turn(base);
	close(client);
	evconnlistener_free(lev);
	close(fd);
}

int main(void)
{
	struct event_base *base = event_base_new();
	use(base, 0);
	use(base, LEV_OPT_LEAVE_SOCKETS_BLOCKING);
	use(base, LEV_OPT_CLOSE_ON_EXEC);
	use(base, LEV_OPT_LEAVE_SOCKETS_BLOCKING | LEV_OPT_CLOSE_ON_EXEC);
	event_base_free(base);
	return t_result();
}
