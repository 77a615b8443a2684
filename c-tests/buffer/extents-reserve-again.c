// Reserving again without a commit gives the same room; reserving more keeps what is there or not,
// depending on how many extents may be used; committed bytes are in the extents in their order.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("the same\n");
	steps("reserve 100 1; reserve 100 1; reserve 976 2");
	steps("add 900; reserve 1000 2; reserve 1000 2; reserve 2000 2");
	steps("add 900; reserve 1000 2; reserve 1000 1; reserve 1000 2");
	SAY("more\n");
	steps("reserve 5000 1; reserve 9000 1; reserve 9000 2");
	steps("reserve 5000 2; reserve 9000 2; reserve 20000 2; reserve 20000 2");
	steps("reserve 5000 3; reserve 9000 3; reserve 20000 3; reserve 40000 3; reserve 40000 3");
	steps("reserve 5000 4; reserve 9000 4; reserve 20000 4; reserve 40000 4; reserve 80000 4; reserve 80000 4");
	steps("add 900; reserve 5000 8; reserve 9000 8; reserve 20000 8; reserve 40000 8");
	SAY("committed\n");
	steps("reserve 5000 1; commit 10; reserve 5000 1; commit 5000; reserve 5000 1");
	steps("reserve 1000 1; commit 1; reserve 2000 1; commit 2; reserve 3000 1");
	steps("reserve 1000 2; commit 1; reserve 2000 2; commit 2000; reserve 3000 2");
	steps("reserve 5000 2; commit 8144; reserve 100 2; commit 100; reserve 3000 2");
	steps("add 900; reserve 5000 2; commit 76; reserve 10 2; commit 5; reserve 10 2");
	steps("add 900; reserve 5000 2; commit 77; reserve 10 2");
	steps("add 900; reserve 5000 2; commit 8220; reserve 10 2; commit 10; reserve 1000 2");
	steps("reserve 5000 3; reserve 20000 3; commit 9000; reserve 20000 3; commit 23624; reserve 1 3");
	SAY("not committed, and then added\n");
	steps("add 900; reserve 5000 2; add 100; reserve 0 1");
	steps("reserve 5000 2; add 100; reserve 5000 2");
	return t_result();
}
