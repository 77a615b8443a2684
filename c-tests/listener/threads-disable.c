// run: once
// sanitizers: address valgrind, the listener has no lock on purpose, and looks again whether it is enabled
// Disabled by another thread while its callback runs, a listener waits until that has returned, and
// then accepts no more.
#include "threads-disable.h"

int main(void)
{
	disable_while_it_runs(0);
	return t_result();
}
