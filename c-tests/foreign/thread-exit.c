// run: once
// stderr: yes
// libs: -levent_openssl -lssl -lcrypto
// A callback ends its thread with pthread_exit; another thread goes on with what is left.
#define ENDS_THREAD
#include "foreign/kit.h"
#include "foreign/thread.h"

static void leave(void) { pthread_exit(NULL); }

int main(void) { return kit_main(); }
