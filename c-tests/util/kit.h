/* Addresses as text and as bytes, and repeatable random choices. */
#ifndef KIT_H
#define KIT_H

#include "t.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>

T_UNUSED static void say_bytes(const void *p, int n)
{
	for (int i = 0; i < n; i++)
		SAY("%02x", ((const unsigned char *)p)[i]);
}

/* What evutil_inet_pton makes of a text. */
T_UNUSED static void say_pton(int af, const char *text)
{
	unsigned char bytes[17];
	int r, size = af == AF_INET ? 4 : 16;
	memset(bytes, 0xa5, sizeof(bytes));
	r = evutil_inet_pton(af, text, bytes);
	printf("\"%s\": %d", text, r);
	for (int i = 0; r == 1 && i < size; i++)
		printf(i ? "%02x" : " %02x", bytes[i]);
	CHECK(bytes[size] == 0xa5);
	printf("\n");
}

static uint64_t random_state T_UNUSED;

T_UNUSED static int below(int n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (int)((random_state >> 33) % (uint64_t)n);
}

T_UNUSED static int one_in(int n) { return below(n) == 0; }

/* Appends text as IPv4 has it, or nearly so. */
T_UNUSED static char *random_ipv4(char *out)
{
	static const char *const before[] = { " ", "\t", "+", "-", "0", "00", "x", "  0" };
	int parts = one_in(20) ? 1 + below(6) : 4;
	for (int i = 0; i < parts; i++) {
		if (i)
			out += sprintf(out, "%s", one_in(80) ? ".." : ".");
		if (one_in(12))
			out += sprintf(out, "%s", before[below(8)]);
		out += sprintf(out, "%d", below(one_in(10) ? 70000 : 256));
		if (one_in(60))
			out += sprintf(out, "%c", " .:x"[below(4)]);
	}
	return out;
}

/* Appends text as IPv6 has it, or nearly so. */
T_UNUSED static char *random_ipv6(char *out)
{
	static const char *const before[] = { " ", "+", "0x", "0X", "0", "g", "::", ":" };
	int groups = one_in(3) ? 8 : below(10), gap = below(12);
	for (int i = 0; i < groups; i++) {
		if (i == gap)
			out += sprintf(out, i ? ":" : "::");
		if (one_in(30))
			out += sprintf(out, "%s", before[below(8)]);
		if (one_in(20))
			out = random_ipv4(out);
		else
			out += sprintf(out, one_in(2) ? "%x" : "%X", below(one_in(20) ? 200000 :
			    one_in(3) ? 65536 : one_in(2) ? 16 : 256));
		if (i + 1 < groups || one_in(5))
			out += sprintf(out, ":");
	}
	if (groups <= gap && one_in(2))
		out += sprintf(out, "::");
	if (one_in(8))
		out = random_ipv4(out);
	*out = 0;
	return out;
}

#endif
