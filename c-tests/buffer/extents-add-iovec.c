// evbuffer_add_iovec makes room for all its bytes first, and then adds one piece after the other.
// run: once
#include "buffer/steps.h"

int main(void)
{
	steps("add_iovec 0; reserve 0 1");
	steps("add_iovec 30; reserve 0 1");
	steps("add_iovec 1000; reserve 0 1");
	steps("add_iovec 9000; reserve 0 1");
	steps("add 900; add_iovec 76");
	steps("add 900; add_iovec 100; reserve 0 1");
	steps("add 900; add_iovec 300; reserve 0 1");
	steps("add 900; add_iovec 9000; reserve 0 1");
	steps("add 100; add_iovec 1000; reserve 0 1");
	steps("add 900; expand 5000; add_iovec 3000; reserve 0 1");
	steps("expand 5000; add_iovec 3000; reserve 0 1");
	steps("reference 10; add_iovec 3000; reserve 0 1");
	return t_result();
}
