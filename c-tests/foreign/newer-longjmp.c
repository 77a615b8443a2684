// run: once
// on: ours
// libs: -levent_openssl -lssl -lcrypto
// As longjmp.c, with the callbacks that came after 2.1.
#include "foreign/newer.h"
#include "foreign/jump.h"

int main(void) { return newer_main(); }
