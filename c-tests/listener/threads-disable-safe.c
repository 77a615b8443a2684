// run: once
// on: ours
// The same with LEV_OPT_THREADSAFE. (The original holds the listener's lock while it waits, and the
// callback cannot return without it.)
#include "threads-disable.h"

int main(void)
{
	disable_while_it_runs(LEV_OPT_THREADSAFE);
	return t_result();
}
