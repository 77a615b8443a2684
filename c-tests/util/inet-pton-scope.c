// run: once
// evutil_inet_pton_scope: the interface behind an IPv6 address, by name or by number.
#include "kit.h"
#include <net/if.h>

static void try(int af, const char *text)
{
	unsigned char bytes[16];
	unsigned index = 77;
	int r = evutil_inet_pton_scope(af, text, bytes, &index);
	SAY("%s \"%s\": %d", af == AF_INET ? "IPv4" : "IPv6", text, r);
	if (r == 1) {
		SAY(" interface %s ", index == if_nametoindex("lo") ? "lo" : index == 0 ? "none" :
		    index == 999 ? "999" : index == 12 ? "12" : index == ~0u ? "last" : "another");
		say_bytes(bytes, af == AF_INET ? 4 : 16);
	}
	SAY("\n");
}

int main(void)
{
	static const char *const texts[] = { "::1", "::1%lo", "fe80::1%lo", "::ffff:1.2.3.4%lo",
		"::%999", "::1%012", "::1% 12", "::1%+12", "::1%4294967295", "::1%0", "::1%", "::1% ",
		"::1%+", "::1%-", "::1%12 ", "::1%12x", "::1%0x12", "::1%nosuch", "::1%lo0",
		"::1%lo%lo", "::1%%", "::1 %lo", "%lo", "1%lo", "::g%lo", "", "%", "1.2.3.4",
		"1.2.3.4%lo", "1.2.3.4%1",
		"::1%a-name-that-is-much-longer-than-that-of-any-interface-could-be-in-all-the-world" };
	unsigned index = 77;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		try(AF_INET6, texts[i]);
		try(AF_INET, texts[i]);
	}
	SAY("another family: %d", evutil_inet_pton_scope(AF_UNIX, "::1%1", NULL, &index));
	SAY(" index %u\n", index);
	return t_result();
}
