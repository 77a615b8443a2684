// run: epoll
// env: EVENT_USE_SIGNALFD=1
// env: EVENT_PRECISE_TIMER=1
// The same with signalfd(2) and precise timers.
#include "timers.c"
