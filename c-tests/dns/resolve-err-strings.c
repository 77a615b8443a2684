// run: once
// evdns_err_to_string for all codes, and some that are none.
#include "fake.h"

int main(void)
{
	static const int odd[] = { -2147483647 - 1, -100, 255, 256 + 3, 1000, 2147483647 };
	for (int i = -1; i <= 80; i++)
		SAY("%d: %s\n", i, evdns_err_to_string(i));
	for (int i = 0; i < 6; i++)
		SAY("%d: %s\n", odd[i], evdns_err_to_string(odd[i]));
	return t_result();
}
