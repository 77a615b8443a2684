// run: epoll,changelist
// The same with locks.
#define SHARED 1
#include "bases.c"
