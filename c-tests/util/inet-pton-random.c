// run: once
// evutil_inet_pton takes and refuses the same of many random texts, most of them nearly right.
#include "kit.h"

int main(void)
{
	char text[512];
	for (random_state = 1; random_state <= 3; random_state++) {
		uint64_t seed = random_state;
		for (int i = 0; i < 3000; i++) {
			*random_ipv4(text) = 0;
			say_pton(AF_INET, text);
			random_ipv6(text);
			say_pton(AF_INET6, text);
		}
		for (int i = 0; i < 2000; i++) {
			int len = below(14);
			for (int k = 0; k < len; k++)
				text[k] = "012f:::...x+ %"[below(14)];
			text[len] = 0;
			say_pton(i % 2 ? AF_INET : AF_INET6, text);
		}
		random_state = seed;
	}
	return t_result();
}
