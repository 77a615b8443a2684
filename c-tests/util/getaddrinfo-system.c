// run: once
// evutil_getaddrinfo asks the system's getaddrinfo, passes the hints on but for the flag that marks
// the library's own lists, and gives back its error and errno. NULL for hints becomes zeros.
#include "lookup.h"

#define HOST "a host of this test"

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **list)
{
	if (!node || strcmp(node, HOST))
		return EAI_FAIL; /* the original tries it out first */
	SAY("getaddrinfo %s, %s", node, service);
	if (hints)
		SAY(" flags %x family %d type %d protocol %d", hints->ai_flags, hints->ai_family,
		    hints->ai_socktype, hints->ai_protocol);
	SAY("\n");
	errno = EDOM;
	return hints ? hints->ai_protocol : 0;
}

int main(void)
{
	struct evutil_addrinfo hints = { .ai_flags = -1, .ai_family = 77, .ai_socktype = 88 };
	struct evutil_addrinfo *list;
	static const int errors[] = { EAI_SYSTEM, EAI_MEMORY, EAI_AGAIN, EAI_NODATA, -99, 5 };

	evutil_getaddrinfo(HOST, "a service", NULL, &list);
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		int r;
		hints.ai_protocol = errors[i];
		errno = 0;
		r = evutil_getaddrinfo(HOST, "a service", &hints, &list);
		SAY("%d %s\n", r, t_errno(errno));
	}
	return t_result();
}
