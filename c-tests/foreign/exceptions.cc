// run: once
// stderr: yes
// A C++ exception leaves a callback and is caught around the call into the library.
#include "foreign/kit.h"

struct gone {};
static void leave(void) { throw gone(); }
static int enter(void (*call)(void))
{
	try {
		call();
	} catch (gone &) {
		return 1;
	}
	return 0;
}

int main() { return kit_main(); }
