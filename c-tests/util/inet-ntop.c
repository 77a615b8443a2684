// run: once
// evutil_inet_ntop: how addresses are shortened, and the room that they need.
#include "kit.h"

/* In a buffer of every size, but for the length of the text itself: see inet-ntop-size. */
static void try(int af, const char *text)
{
	unsigned char bytes[16];
	char full[INET6_ADDRSTRLEN + 10], out[INET6_ADDRSTRLEN + 10];
	CHECK(evutil_inet_pton(af, text, bytes) == 1);
	CHECK(evutil_inet_ntop(af, bytes, full, INET6_ADDRSTRLEN) == full);
	SAY("%s: %s\n", text, full);
	for (size_t size = 0; size < sizeof(out); size++) {
		const char *r;
		memset(out, '#', sizeof(out));
		if (size == strlen(full))
			continue;
		r = evutil_inet_ntop(af, bytes, out, size);
		CHECK(r == (size > strlen(full) ? out : NULL));
		CHECK(!r || !strcmp(out, full));
		for (size_t i = size; i < sizeof(out); i++)
			CHECK(out[i] == '#');
	}
}

int main(void)
{
	static const char *const ipv6[] = { "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8",
		"1:0:3:4:5:6:7:8", "0:2:3:4:5:6:7:0", "0:0:3:4:5:6:7:8", "1:2:3:4:5:6:0:0",
		"1:0:0:4:0:0:7:8", "1:0:0:4:0:0:0:8", "0:0:3:0:0:6:0:0", "0:0:0:4:5:0:0:0",
		"ABCD:EF01::FEDC", "::0001", "::1:0", "::1:1", "::ffff:0:0", "::ffff:0:1",
		"::ffff:1.2.3.4", "::ffff:1:0", "::fffe:1:2", "::1:ffff:1:2", "::ffff:0:1:2",
		"64:ff9b::1.2.3.4", "::1.2.3.4", "::0.0.1.0", "::1.0.0.0",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::ffff:255.255.255.255" };
	unsigned char bytes[16] = { 0 };
	char out[INET6_ADDRSTRLEN] = "#";

	try(AF_INET, "0.0.0.0");
	try(AF_INET, "1.20.255.7");
	try(AF_INET, "255.255.255.255");
	for (size_t i = 0; i < sizeof(ipv6) / sizeof(*ipv6); i++)
		try(AF_INET6, ipv6[i]);
	SAY("another family: %s\n", evutil_inet_ntop(AF_UNIX, bytes, out, sizeof(out)) ? "?" : "NULL");
	CHECK(out[0] == '#');
	return t_result();
}
