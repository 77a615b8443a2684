// Room at the front of the last block: bytes that do not fit behind the data make the library move the
// data to the front when they fit then, and when there is little to move: under half the block, and at
// most 2048 bytes. Otherwise a new block follows.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("under half\n");
	steps("add 976; drain 487; add 1");
	steps("add 976; drain 488; add 1");
	steps("add 976; drain 489; add 1; reserve 0 1");
	steps("add 976; drain 975; add 970; reserve 0 1");
	steps("add 976; drain 975; add 975; reserve 0 1");
	steps("add 976; drain 975; add 976; reserve 0 1");
	steps("add 2000; drain 1000; add 1");
	steps("add 2000; drain 1001; add 1");
	SAY("no more than 2048\n");
	steps("add 8144; drain 6095; add 10");
	steps("add 8144; drain 6096; add 10; reserve 0 1");
	steps("add 60000; drain 57951; add 30000");
	steps("add 60000; drain 57952; add 30000; reserve 0 1");
	SAY("it fits behind the data\n");
	steps("add 900; drain 800; add 76; reserve 0 1");
	steps("add 900; drain 800; add 77; reserve 0 1");
	SAY("it does not fit at all\n");
	steps("add 900; drain 800; add 877; reserve 0 1");
	steps("add 900; drain 800; add 5000; reserve 0 1");
	SAY("a prepended block\n");
	steps("prepend 10; add 10; reserve 0 1");
	steps("prepend 487; add 489; reserve 0 1");
	steps("prepend 488; add 1");
	SAY("expand and reserve\n");
	steps("add 900; drain 800; expand 876; reserve 0 1");
	steps("add 900; drain 800; expand 877; reserve 0 1");
	steps("add 900; drain 300; expand 300; reserve 0 1");
	steps("add 900; drain 800; reserve 876 1");
	steps("add 900; drain 800; reserve 876 2");   /* two extents rather than to move */
	steps("add 8144; drain 6096; expand 6000; reserve 0 1");
	steps("add 8144; drain 6095; expand 6000; reserve 0 1");
	SAY("only the last block that holds data\n");
	steps("add 976; add 1; drain 970; add 3000");
	steps("add 900; expand 2000; drain 899; add 100");
	SAY("memory that is not the buffer's stays where it is\n");
	steps("reference 1000; drain 900; add 10");
	steps("reference 1000; drain 900; expand 10; reserve 0 1");
	return t_result();
}
