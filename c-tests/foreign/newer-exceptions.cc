// run: once
// on: ours
// libs: -levent_openssl -lssl -lcrypto
// As exceptions.cc, with the callbacks that came after 2.1.
#include "foreign/newer.h"
#include "foreign/throw.h"

int main() { return newer_main(); }
