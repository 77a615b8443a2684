// run: once
// stderr: yes
// libs: -levent_openssl -lssl -lcrypto
// longjmp leaves a callback, to a place before the call into the library.
#include "foreign/kit.h"
#include "foreign/jump.h"

int main(void) { return kit_main(); }
