// Empty blocks behind the data, from evbuffer_expand or reserve: bytes that do not fit into the last block
// with data replace them by a new block.
// run: once
#include "buffer/steps.h"

int main(void)
{
	steps("expand 2000; show");
	steps("add 900; expand 2000; show; add 50; add 26; add 1; reserve 0 1");
	steps("add 900; expand 2000; add 500; reserve 0 1");
	steps("add 900; expand 2000; add 3000; reserve 0 1");
	steps("add 976; expand 5000; add 1; reserve 0 1");
	steps("add 976; expand 5000; add 3000; reserve 0 1");
	steps("add 900; expand 5000; reserve 20000 3; show; add 77; reserve 0 1");
	SAY("an empty buffer's only block is used\n");
	steps("expand 5000; add 8000; add 144; add 1; reserve 0 1");
	steps("expand 5000; add 9000; reserve 0 1");
	SAY("draining\n");
	steps("add 900; expand 2000; drain 899; reserve 0 2");
	steps("add 900; expand 2000; drain 900; show; reserve 1 2");
	steps("expand 2000; drain 0; show");
	steps("add 900; expand 2000; pullup 900; show; pullup -1");
	SAY("prepending\n");
	steps("add 976; expand 2000; prepend 1; reserve 0 1");
	return t_result();
}
