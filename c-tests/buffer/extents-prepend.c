// evbuffer_prepend: into the room before the data, then into a new block of the usual size, at its end;
// into the end of an empty block.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("new blocks\n");
	steps("prepend 1; prepend 975; show; prepend 1");
	steps("prepend 976; prepend 1; prepend 975; show; prepend 1");
	steps("prepend 977; prepend 1023; show; prepend 1");
	steps("prepend 100; prepend 800; prepend 100; prepend 1000; prepend 3000; prepend 5000");
	steps("prepend 0; show; add 10; prepend 0");
	steps("add 10; prepend 5; prepend 5; prepend 1000");
	SAY("room before the data\n");
	steps("add 900; drain 100; prepend 99; show; prepend 1; show; prepend 1");
	steps("add 900; drain 100; prepend 150");
	steps("add 900; drain 100; prepend 10000");
	steps("add 976; add 1; drain 500; prepend 400; show; prepend 101");
	steps("prepend 100; drain 50; prepend 60; reserve 0 1");
	SAY("an empty block\n");
	steps("expand 2000; prepend 1; show; prepend 1999; show; prepend 1");
	steps("expand 2000; prepend 2001");
	steps("expand 2000; prepend 10; reserve 100 1");
	steps("add 976; expand 2000; prepend 1; show; prepend 1000");
	steps("add 10; drain 10; prepend 10");
	SAY("behind the data\n");
	steps("prepend 10; reserve 0 1");
	steps("prepend 100; add 800; show; add 76; show; add 1");
	steps("prepend 600; add 1");
	SAY("before a reference\n");
	steps("reference 100; prepend 10; prepend 10");
	steps("reference 100; drain 50; prepend 20");
	SAY("what was drained from a reference is no room\n");
	steps("reference 1000; drain 500; prepend 100; drain 50; prepend 50");
	return t_result();
}
