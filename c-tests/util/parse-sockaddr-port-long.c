// run: once
// Texts that are longer than any address are refused (CVE-2016-10196: what was in brackets was copied to 128 bytes).
#include "kit.h"

/* FIRST, N times FILL, and LAST. What is no address must leave the one that is there alone. */
static void refused(const char *first, char fill, size_t n, const char *last)
{
	char *text = malloc(strlen(first) + n + strlen(last) + 1);
	struct sockaddr_storage address;
	int len = sizeof(address);
	memset(&address, 0xa5, sizeof(address));
	strcpy(text, first);
	memset(text + strlen(first), fill, n);
	strcpy(text + strlen(first) + n, last);
	if (!CHECK(evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) == -1))
		SAY("%s, %zu times %c, %s\n", first, n, fill, last);
	for (size_t i = 0; i < sizeof(address); i++)
		CHECK(((unsigned char *)&address)[i] == 0xa5);
	free(text);
}

int main(void)
{
	static const size_t lengths[] = { 46, 63, 64, 126, 127, 128, 129, 130, 255, 256, 257, 1024, 100000, 10000000 };
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		size_t n = lengths[i];
		refused("[", '1', n, "]");
		refused("[", '1', n, "]:80");
		refused("[", ':', n, "]:80");
		refused("[", '1', n, "");
		refused("[::1%", 'x', n, "]:80");
		refused("", '1', n, ":80");
		refused("1.2.3.4", '1', n, ":80");
		refused("::", '1', n, "");
		refused("1.2.3.4:", '9', n, "");
		refused("[::1]:", '9', n, "");
	}
	return t_result();
}
