// evbuffer_add_printf formats into the rest of the last block when at least 64 bytes are free, and asks for
// one byte more than the text has; there is no text in two blocks.
// run: once
#include "buffer/steps.h"

int main(void)
{
	steps("printf 0; reserve 0 1");
	steps("printf 1; reserve 0 1");
	steps("printf 975; reserve 0 1");
	steps("printf 976; reserve 0 1");
	steps("printf 2000; reserve 0 1");
	steps("printf 4047; reserve 0 1");
	steps("printf 4048; reserve 0 1");
	steps("printf 20000; reserve 0 1");
	SAY("the rest of a block\n");
	steps("add 912; printf 10");
	steps("add 913; printf 10; reserve 0 1");
	steps("add 900; printf 75; reserve 0 1");
	steps("add 900; printf 76; reserve 0 1");
	steps("add 900; printf 200; printf 775; printf 10");
	steps("add 900; printf 2000; reserve 0 1");
	steps("add 850; printf 200");       /* an eighth is free: the block is replaced */
	steps("add 976; printf 1");
	steps("add 4000; printf 100; reserve 0 1");
	SAY("empty blocks\n");
	steps("add 900; expand 2000; printf 100; reserve 0 1");
	steps("add 900; expand 2000; printf 10");
	steps("expand 5000; printf 8000; printf 1000");
	SAY("others\n");
	steps("add 900; drain 800; printf 100; reserve 0 1");
	steps("reference 100; printf 10");
	steps("prepend 10; printf 10");
	return t_result();
}
