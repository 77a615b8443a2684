// run: once
// on: ours
// libs: -levent_openssl -lssl -lcrypto
// As thread-exit.c, with the callbacks that came after 2.1.
#define ENDS_THREAD
#include "foreign/newer.h"
#include "foreign/thread.h"

static void leave(void) { pthread_exit(NULL); }

int main(void) { return newer_main(); }
