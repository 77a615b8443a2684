// run: once
// stderr: yes
// libs: -levent_openssl -lssl -lcrypto
// A C++ exception leaves a callback and is caught around the call into the library.
#include "foreign/kit.h"
#include "foreign/throw.h"

int main() { return kit_main(); }
