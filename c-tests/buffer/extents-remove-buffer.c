// evbuffer_remove_buffer moves the blocks that are taken whole, and copies the part of the last one.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("nothing\n");
	steps("remove_buffer 10; b add 10; remove_buffer 0");
	steps("b expand 3000; remove_buffer 10; reserve 0 1");
	SAY("part of a block is copied\n");
	steps("b add 100; remove_buffer 50; reserve 0 1");
	steps("b add 100; add 900; remove_buffer 80; reserve 0 1");
	steps("b add 100; add 900; expand 3000; remove_buffer 80; reserve 0 1");
	steps("b add 10; expand 3000; remove_buffer 5; reserve 0 1");
	steps("b add 1000000; remove_buffer 500000; reserve 0 1");
	steps("b reference 100; remove_buffer 50; add 5; prepend 1");
	SAY("all of it is moved\n");
	steps("b add 100; remove_buffer 100; reserve 0 1; b reserve 0 1");
	steps("b add 100; add 900; remove_buffer 1000");
	steps("b add 10; expand 3000; remove_buffer 10; reserve 0 1");
	steps("b add 976; b expand 4000; remove_buffer 976; reserve 1 1; b reserve 1 1");
	SAY("some whole blocks\n");
	steps("b add 976; b add 4000; remove_buffer 975");
	steps("b add 976; b add 4000; remove_buffer 976; reserve 1 1; b reserve 1 1");
	steps("b add 976; b add 1000; b add 3000; remove_buffer 1976; b reserve 1 1");
	steps("b add 976; b add 1000; b add 3000; remove_buffer 2976; b reserve 1 1");
	steps("b add 976; b add 1000; b add 3000; remove_buffer 2977; b reserve 1 1");
	steps("b add 976; b add 1000; b add 3000; remove_buffer 4975");
	steps("b add 976; b add 1000; b add 3000; remove_buffer 4976");
	steps("add 5; b add 976; b add 4000; remove_buffer 1000; add 1; reserve 1 1");
	steps("add 5; expand 4000; b add 976; b add 4000; remove_buffer 1000; add 1; reserve 1 1");
	steps("add 900; expand 4000; b add 976; b add 4000; remove_buffer 1000; add 1; reserve 1 1");
	steps("b add 976; b add 1; b expand 4000; remove_buffer 976; b reserve 1 1");
	steps("b add 976; b add 100; b drain 900; remove_buffer 76; prepend 900");
	steps("b add 976; b add 100; b drain 900; remove_buffer 100; prepend 900; b prepend 24");
	steps("b reference 100; b add 5; remove_buffer 102; add 10");
	return t_result();
}
