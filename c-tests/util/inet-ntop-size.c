// run: once
// on: ours
// evutil_inet_ntop with room for the text but not for its end gives NULL, and the text cut off.
// (The original gives the cut text as if it were whole, if it is IPv6.)
#include "kit.h"

static void try(int af, const char *text)
{
	unsigned char bytes[16];
	char out[INET6_ADDRSTRLEN];
	CHECK(evutil_inet_pton(af, text, bytes) == 1);
	CHECK(evutil_inet_ntop(af, bytes, out, strlen(text)) == NULL);
	CHECK(strlen(out) == strlen(text) - 1 && !strncmp(out, text, strlen(out)));
	CHECK(evutil_inet_ntop(af, bytes, out, strlen(text) + 1) == out && !strcmp(out, text));
}

int main(void)
{
	unsigned char bytes[4] = { 1, 2, 3, 4 };
	char out[INET_ADDRSTRLEN];
	try(AF_INET, "1.2.3.4");
	try(AF_INET6, "::1");
	try(AF_INET6, "1:2:3:4:5:6:7:8");
	/* No size is too large; the original writes at the end of the room it is told of. */
	CHECK(evutil_inet_ntop(AF_INET, bytes, out, SIZE_MAX) == out && !strcmp(out, "1.2.3.4"));
	return t_result();
}
