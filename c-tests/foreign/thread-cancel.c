// run: once
// stderr: yes
// libs: -levent_openssl -lssl -lcrypto
// A thread is cancelled in a callback; another thread goes on with what is left.
#define ENDS_THREAD
#include "foreign/kit.h"
#include "foreign/thread.h"

static void leave(void)
{
	pthread_cancel(pthread_self());
	pthread_testcancel();
}

int main(void) { return kit_main(); }
