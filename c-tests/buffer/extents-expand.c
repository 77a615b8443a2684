// evbuffer_expand makes one block with the room. Data in the last block goes along into a new one when
// an eighth of the block is free behind it and it has at most 4096 bytes; else the new block follows.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("empty\n");
	steps("expand 0; reserve 0 1");
	steps("expand 976; expand 976; reserve 0 1");
	steps("expand 5000; expand 10; reserve 0 1");
	steps("expand 5000; expand 9000; reserve 0 1");
	SAY("it fits\n");
	steps("add 100; expand 876; reserve 0 1");
	steps("add 100; expand 0; reserve 0 1");
	SAY("an eighth is free\n");
	steps("add 854; expand 123; reserve 0 1");
	steps("add 855; expand 123; reserve 0 1");
	steps("add 1750; expand 1000; reserve 0 1");
	steps("add 1751; expand 1000; reserve 0 1");
	steps("add 3542; expand 1000; reserve 0 1");
	steps("add 3543; expand 1000; reserve 0 1");
	SAY("at most 4096 bytes\n");
	steps("add 4096; expand 16000; reserve 0 1");
	steps("add 4097; expand 16000; reserve 0 1");
	steps("add 7000; drain 2904; expand 5000; reserve 0 1");
	steps("add 7000; drain 2903; expand 5000; reserve 0 1");
	SAY("what counts is the room behind the data\n");
	steps("add 976; drain 900; expand 901; reserve 0 1");
	steps("add 976; drain 900; expand 900; reserve 0 1");
	steps("add 5000; drain 904; expand 4000; reserve 0 1");
	SAY("an empty block at the end\n");
	steps("add 976; expand 2000; expand 2000; reserve 0 1");
	steps("add 976; expand 2000; expand 3000; reserve 0 1");
	steps("add 900; expand 2000; expand 100; reserve 0 1; reserve 0 2");
	steps("add 900; expand 2000; expand 2001; reserve 0 1");
	steps("add 800; reserve 2000 2; expand 100; reserve 0 1");
	steps("add 800; reserve 2000 2; expand 2000; reserve 0 1; reserve 0 2");
	steps("add 800; reserve 2000 2; expand 2001; reserve 0 1");
	SAY("several blocks: the last is what matters\n");
	steps("add 976; add 500; expand 2000; reserve 0 1");
	steps("add 976; add 1900; expand 2000; reserve 0 1");
	SAY("references cannot be expanded\n");
	steps("reference 100; expand 100; reserve 0 1");
	steps("reference 100; add 100; expand 1000; reserve 0 1");
	return t_result();
}
