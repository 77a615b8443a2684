// Empty blocks at the end: one in which nothing was put, which later blocks replace, and a reference of no bytes,
// beyond which room is made anew.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("nothing added\n");
	steps("add 10; drain 10; expand 100; add 0; show; reference 1027; show; pullup -1");
	steps("expand 3000; add 0; reference 100; add 5; reserve 0 1");
	steps("add 5; add 0; reserve 0 1");
	steps("add 10; drain 10; add 0; show; reference 5");
	SAY("a reference of no bytes\n");
	steps("add 10; drain 10; reference 0; show; add 5");
	steps("add 900; add 900; drain 1800; show; reference 0; show; add 5");
	steps("add 10; reference 0; show; reserve 2000 4; show; commit 1500");
	steps("add 10; reference 0; reserve 100 1; commit 50");
	steps("add 10; reference 0; read 100 -1; show; add 1000");
	steps("reference 0; read 100 -1");
	steps("add 900; reference 0; add_iovec 500");
	steps("reference 10; expand 100; show; add 0; show; add 5; reserve 0 1");
	SAY("whole blocks moved, and nothing of the next\n");
	steps("add 66; b reference 86; b add 412; expand 3000; remove_buffer 86");
	steps("add 66; b add 976; b add 412; expand 3000; remove_buffer 976");
	return t_result();
}
