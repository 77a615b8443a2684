// evbuffer_pullup: the blocks that result, and when the first block has room for it all.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("already in one piece\n");
	steps("add 10; pullup 10; pullup 5; pullup -1; reserve 0 1");
	steps("reference 10; add 10; pullup 10; pullup 1");
	steps("add 900; expand 5000; pullup -1; reserve 0 2");
	SAY("a new block\n");
	steps("add 976; add 1; pullup 977; reserve 0 1");
	steps("add 976; add 1; pullup -1; reserve 0 1");
	steps("add 976; add 1; pullup -2; reserve 0 1");
	steps("add 976; add 1000; add 3000; pullup 977");
	steps("add 976; add 1000; add 3000; pullup 1976; reserve 0 1");
	steps("add 976; add 1000; add 3000; pullup 2975");
	steps("add 976; add 1000; add 3000; pullup 2976");
	steps("add 976; add 1000; add 3000; pullup 2977");
	steps("add 976; add 1000; add 3000; pullup 4976; reserve 0 1");
	steps("add 976; add 1000; add 3000; pullup 977; add 100; prepend 1; pullup 2000; pullup -1");
	steps("add 900; prepend 5; pullup 6; prepend 5");
	steps("add 900; prepend 5; pullup 905; reserve 0 1");
	steps("add 976; add 101; drain 900; pullup 77");
	steps("add 976; add 101; drain 900; pullup -1; reserve 0 1");
	SAY("room in the first block\n");
	steps("add 100; reference 100; pullup 150");
	steps("add 100; reference 100; pullup -1; reserve 0 1");
	steps("add 100; reference 100; reference 100; pullup 300; reserve 0 1");
	steps("add 100; reference 100; reference 100; add 900; add 100; pullup 300");
	steps("reserve 2000 1; commit 10; reference 5000; pullup 2000; show; pullup 2001");
	steps("reserve 2000 1; commit 10; drain 5; reference 5000; pullup 1995");
	steps("reserve 2000 1; commit 10; drain 5; reference 5000; pullup 1996");
	SAY("the first is a reference\n");
	steps("reference 100; add 100; pullup 101");
	steps("reference 100; add 100; pullup -1; reserve 0 1");
	steps("reference 100; reference 100; pullup 150; add 10");
	SAY("empty blocks\n");
	steps("add 976; add 10; expand 5000; pullup -1; reserve 0 1");
	steps("add 976; expand 2000; pullup 976; reserve 0 1");
	steps("add 976; add 1999; expand 5000; pullup -1; reserve 0 1");
	steps("add 976; add 1999; expand 5000; pullup 2000; reserve 0 1");
	return t_result();
}
