// run: once
// evutil_make_listen_socket_reuseable: the address can be bound again at once while old
// connections linger on it, but not by two listeners at a time.
#include "inet.h"

int main(void)
{
	int first = socket(AF_INET, SOCK_STREAM, 0), second, third, client, served, port;
	char c;

	CHECK(option(first, SOL_SOCKET, SO_REUSEADDR) == 0);
	CHECK(evutil_make_listen_socket_reuseable(first) == 0);
	CHECK(option(first, SOL_SOCKET, SO_REUSEADDR) != 0);
	CHECK(option(first, SOL_SOCKET, SO_REUSEPORT) == 0);
	CHECK(evutil_make_listen_socket_reuseable(first) == 0);
	CHECK(bind_to(first, 0) == 0 && listen(first, 5) == 0);
	port = port_of(first);

	third = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(evutil_make_listen_socket_reuseable(third) == 0);
	SAY("beside a listener: %s\n", bind_to(third, port) ? t_errno(errno) : "bound");

	client = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(connect_to(client, port) == 0);
	served = accept(first, NULL, NULL);
	close(served); /* the side that closes first lingers */
	CHECK(read(client, &c, 1) == 0);
	close(client);
	close(first);

	second = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(evutil_make_listen_socket_reuseable(second) == 0);
	SAY("after it: %s\n", bind_to(second, port) ? t_errno(errno) : "bound");
	return t_result();
}
