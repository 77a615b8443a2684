// run: once
// evutil_make_listen_socket_reuseable_port: several listeners on one port.
#include "inet.h"

int main(void)
{
	int a = socket(AF_INET, SOCK_STREAM, 0), b = socket(AF_INET, SOCK_STREAM, 0);
	int plain = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(evutil_make_listen_socket_reuseable_port(a) == 0);
	CHECK(evutil_make_listen_socket_reuseable_port(b) == 0);
	CHECK(option(a, SOL_SOCKET, SO_REUSEPORT) != 0);
	CHECK(option(a, SOL_SOCKET, SO_REUSEADDR) == 0);
	CHECK(bind_to(a, 0) == 0 && listen(a, 5) == 0);
	SAY("second: %s\n", bind_to(b, port_of(a)) || listen(b, 5) ? t_errno(errno) : "listens");
	SAY("one without: %s\n", bind_to(plain, port_of(a)) ? t_errno(errno) : "bound");
	return t_result();
}
