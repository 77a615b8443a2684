// Blocks that two buffers share by evbuffer_add_buffer_reference: neither buffer adds or prepends into them any
// more, also when the other has let go; the destination has as many blocks as the source.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("the destination\n");
	steps("b add 500; add_buffer_reference b; show; add 10; prepend 10");
	steps("b add 500; add 10; add_buffer_reference b; show; add 10; prepend 10");
	steps("b add 500; b drain 100; add_buffer_reference b; prepend 10; b prepend 10");
	steps("b add 976; b add 976; b expand 3000; add_buffer_reference b; reserve 10 1; b reserve 10 1");
	steps("b add 500; add_buffer_reference b; expand 400; reserve 0 1");
	steps("b add 500; add_buffer_reference b; reserve 100 1; reserve 100 2");
	steps("b add 500; add 10; add_buffer_reference b; pullup 100; show; pullup -1; add 10");
	steps("b add 500; add_buffer_reference b; drain 100; prepend 10; pullup -1");
	SAY("the source\n");
	steps("b add 500; add_buffer_reference b; b add 10; b show; b prepend 10");
	steps("b add 500; add_buffer_reference b; b expand 400; b reserve 0 1");
	steps("b add 500; add_buffer_reference b; b reserve 100 1; b reserve 100 2");
	steps("b add 500; b add 1000; add_buffer_reference b; b pullup 700; b add 10");
	steps("b add 500; add_buffer_reference b; drain 500; b add 10; b reserve 0 1");
	steps("b add 500; add_buffer_reference b; b drain 100; b prepend 10");
	SAY("moving\n");
	steps("b add 976; b add 500; add_buffer_reference b; remove_buffer 500; remove_buffer 976; add 10");
	steps("b add 976; b add 500; add_buffer_reference b; b remove_buffer 500; b show; b remove_buffer 976; b add 10");
	return t_result();
}
