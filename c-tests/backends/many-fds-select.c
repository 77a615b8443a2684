// run: select
// on: ours
/* The same with select, far beyond FD_SETSIZE. */
#include "many-fds.c"
