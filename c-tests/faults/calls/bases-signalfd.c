// run: epoll
// env: EVENT_USE_SIGNALFD=1
// The same with signalfd(2).
#include "bases.c"
