// run: poll,epoll,select
// The same with locks.
#define SHARED 1
#include "echo.c"
