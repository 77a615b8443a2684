// run: once
// evutil_parse_sockaddr_port takes and refuses the same of many random texts.
#include "kit.h"

static void try(const char *text)
{
	struct sockaddr_storage address;
	int r, len = sizeof(address);
	r = evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len);
	printf("\"%s\": %d %d", text, r, len);
	for (int i = 0; r == 0 && i < len; i++)
		printf(i ? "%02x" : " %02x", ((unsigned char *)&address)[i]);
	printf("\n");
}

int main(void)
{
	static const char *const after[] = { ":", ":0", ":65536", ":70000", ": 7", ":7 ", ":7x", "x",
		":+7", ":-7", ":x", ":00007", "]", "]:7", "%lo", "%12", "%nosuch" };
	for (int i = 0; i < 4000; i++) {
		char text[512], *end = text;
		int bracket = one_in(3);
		if (bracket)
			end += sprintf(end, "[");
		end = one_in(2) ? random_ipv4(end) : random_ipv6(end);
		if (one_in(30))
			end += sprintf(end, "%s", after[below(17)]);
		if (bracket && !one_in(20))
			end += sprintf(end, "]");
		if (one_in(5))
			sprintf(end, "%s", after[below(17)]);
		else if (one_in(2))
			sprintf(end, ":%d", below(65536));
		try(text);
	}
	for (int i = 0; i < 2000; i++) {
		char text[16];
		int len = below(15);
		for (int k = 0; k < len; k++)
			text[k] = "0123[]:::..%"[below(12)];
		text[len] = 0;
		try(text);
	}
	return t_result();
}
