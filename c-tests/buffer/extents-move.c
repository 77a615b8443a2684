// evbuffer_add_buffer and evbuffer_prepend_buffer move whole blocks, with the room in the last of them;
// empty blocks at the end of the destination are dropped by the first.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("add_buffer\n");
	steps("add 10; b add 20; add_buffer b; reserve 0 1");
	steps("b add 20; add_buffer b; reserve 0 1; b reserve 0 1");
	steps("add 20; add_buffer b; reserve 0 1; b reserve 0 1");
	steps("b add 976; b add 3000; b add 6000; add 100; add_buffer b; add 1");
	steps("expand 3000; add_buffer b; add 1");
	steps("expand 3000; b add 5; add_buffer b; add 1; reserve 0 1");
	steps("b expand 3000; add_buffer b; b show; add 1; b add 1; b reserve 0 1");
	steps("add 5; b expand 3000; add_buffer b; b show; add 1");
	steps("add 900; expand 3000; b add 5; add_buffer b; add 20; reserve 0 1");
	steps("add 5; b add 976; b expand 3000; add_buffer b; add 3; reserve 0 1");
	steps("add 5; b add 900; b expand 3000; add_buffer b; reserve 100 2");
	steps("add 5; b add 900; b drain 500; add_buffer b; prepend 1");
	steps("b add 900; b drain 500; add_buffer b; prepend 10");
	steps("add 5; b reference 100; add_buffer b; add 10");
	SAY("prepend_buffer\n");
	steps("b add 10; add 20; prepend_buffer b; reserve 0 1");
	steps("b add 20; prepend_buffer b; reserve 0 1; b reserve 0 1");
	steps("add 20; prepend_buffer b; b reserve 0 1");
	steps("b add 976; b add 3000; b add 6000; add 100; prepend_buffer b; add 1");
	steps("expand 3000; prepend_buffer b; add 1; reserve 0 1");
	steps("expand 3000; b add 5; prepend_buffer b; add 1; reserve 0 1");
	steps("b expand 3000; prepend_buffer b; b show; add 1");
	steps("add 5; b expand 3000; prepend_buffer b; b show; add 1");
	steps("add 900; expand 2000; b add 976; b expand 3000; prepend_buffer b; add 10; reserve 0 2");
	steps("add 900; b add 900; b expand 3000; prepend_buffer b; show; drain 900; show; drain 1");
	steps("add 20; b add 900; b drain 500; prepend_buffer b; prepend 10");
	steps("add 5; b reference 100; prepend_buffer b; prepend 10");
	return t_result();
}
