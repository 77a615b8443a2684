// run: once
// on: ours
// The list of methods is memory of the library's: given back at the latest by
// libevent_global_shutdown. (The original keeps it for good.)
#include "alloc.h"

int main(void)
{
	const char **names;
	int i;
	al_start();
	for (i = 0; i < 3; i++) {
		names = event_get_supported_methods();
		CHECK(names && names[0]);
	}
	for (i = 0; names[i]; i++)
		SAY("%s\n", names[i]);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	names = event_get_supported_methods();
	CHECK(names && names[0]);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
