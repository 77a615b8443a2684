/* Lookups, and lists of addresses as text. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "kit.h"
#include <netdb.h>

#define NAME(code) case EVUTIL_EAI_##code: return #code
T_UNUSED static const char *error_name(int error)
{
	switch (error) {
	NAME(ADDRFAMILY); NAME(AGAIN); NAME(BADFLAGS); NAME(CANCEL); NAME(FAIL); NAME(FAMILY); NAME(MEMORY);
	NAME(NODATA); NAME(NONAME); NAME(SERVICE); NAME(SOCKTYPE); NAME(SYSTEM);
	case 0: return "0";
	}
	return "another error";
}
#undef NAME

T_UNUSED static void say_list(const struct evutil_addrinfo *list)
{
	for (; list; list = list->ai_next) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)list->ai_addr;
		const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)list->ai_addr;
		char text[INET6_ADDRSTRLEN];
		int af = list->ai_family;
		CHECK(list->ai_addr->sa_family == af);
		SAY("  %s port %d", inet_ntop(af, af == AF_INET ? (const void *)&in->sin_addr :
		    &in6->sin6_addr, text, sizeof(text)), ntohs(in->sin_port));
		SAY(" flags %x family %d type %d protocol %d length %d name %s\n", list->ai_flags, af,
		    list->ai_socktype, list->ai_protocol, (int)list->ai_addrlen,
		    list->ai_canonname ? list->ai_canonname : "none");
	}
}

T_UNUSED static void look_up(const char *node, const char *service,
    const struct evutil_addrinfo *hints)
{
	struct evutil_addrinfo *const untouched = (struct evutil_addrinfo *)&errno, *list = untouched;
	int error = evutil_getaddrinfo(node, service, hints, &list);
	SAY("%s, %s: %s\n", node ? node : "NULL", service ? service : "NULL", error_name(error));
	if (error) {
		CHECK(list == untouched);
		return;
	}
	say_list(list);
	evutil_freeaddrinfo(list);
}

#endif
