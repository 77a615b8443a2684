// run: select
// on: ours
/* select, too, takes fds above FD_SETSIZE. (A build with checked fd_set macros aborts here.) */
#include "beyond-fd-setsize.c"
