// run: once
// evutil_make_listen_socket_reuseable: the address can be bound again at once while old
// connections linger on it, but not by two listeners at a time.
#include "inet.h"

static int tcp(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(option(fd, SOL_SOCKET, SO_REUSEADDR) == 0);
	CHECK(evutil_make_listen_socket_reuseable(fd) == 0);
	CHECK(option(fd, SOL_SOCKET, SO_REUSEADDR) != 0);
	CHECK(option(fd, SOL_SOCKET, SO_REUSEPORT) == 0);
	CHECK(evutil_make_listen_socket_reuseable(fd) == 0);
	return fd;
}

/* Serves one client on a free port, stops, and takes the port again. */
static int serve_and_restart(void)
{
	int first = tcp(), second, beside, client, served, port;
	char c;

	CHECK(bind_to(first, 0) == 0 && listen(first, 5) == 0);
	port = port_of(first);
	beside = tcp();
	CHECK(bind_to(beside, port) == -1 && errno == EADDRINUSE);
	client = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(connect_to(client, port) == 0);
	served = accept(first, NULL, NULL);
	close(served); /* the side that closes first lingers */
	CHECK(read(client, &c, 1) == 0);
	close(client);
	close(first);
	second = tcp();
	return bind_to(second, port) == 0;
}

int main(void)
{
	int tries = 1;
	while (!serve_and_restart() && tries < 20)
		tries++; /* somebody else was quicker */
	CHECK(tries < 20);
	return t_result();
}
