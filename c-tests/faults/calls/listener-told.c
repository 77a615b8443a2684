// run: epoll
// The same with an error callback.
#define TOLD 1
#include "listener.c"
