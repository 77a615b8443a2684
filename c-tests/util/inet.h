/* Sockets on the loopback interface. */
#ifndef INET_H
#define INET_H

#include "t.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

T_UNUSED static int option(int fd, int level, int name)
{
	int value = -1;
	socklen_t len = sizeof(value);
	if (getsockopt(fd, level, name, &value, &len))
		return -1;
	return value;
}

T_UNUSED static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in sin;
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(port);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return sin;
}

T_UNUSED static int bind_to(int fd, int port)
{
	struct sockaddr_in sin = loopback(port);
	return bind(fd, (struct sockaddr *)&sin, sizeof(sin));
}

T_UNUSED static int port_of(int fd)
{
	struct sockaddr_in6 any;
	socklen_t len = sizeof(any);
	if (getsockname(fd, (struct sockaddr *)&any, &len))
		return -1;
	return ntohs(any.sin6_port); /* at the same place in both families */
}

T_UNUSED static int connect_to(int fd, int port)
{
	struct sockaddr_in sin = loopback(port);
	return connect(fd, (struct sockaddr *)&sin, sizeof(sin));
}

#endif
