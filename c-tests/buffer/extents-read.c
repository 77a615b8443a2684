// How evbuffer_read places what it reads: at most 4096 bytes a call, first into the rest of the last
// block, the rest into one block more; in a buffer that was empty, into one block of the usual size.
// run: once
#include "buffer/steps.h"

int main(void)
{
	SAY("into an empty buffer\n");
	steps("read 10 -1; reserve 0 1");
	steps("read 976 -1; reserve 0 1");
	steps("read 977 -1; reserve 0 1");
	steps("read 4048 -1; reserve 0 1");
	steps("read 4049 -1; reserve 0 1");
	steps("read 4096 -1; reserve 0 1");
	steps("read 4097 -1; reserve 0 1");
	steps("read 100000 -1; reserve 0 1");
	steps("read 100000 100000; reserve 0 1");
	steps("read 100000 2147483647; reserve 0 1");
	steps("read 5000 4000; reserve 0 1");
	steps("read 5000 10; reserve 0 1");
	steps("read 10 4096; reserve 0 1");
	SAY("after bytes\n");
	steps("add 900; read 76 -1; reserve 0 1");
	steps("add 900; read 77 -1; reserve 0 1");
	steps("add 900; read 1052 -1; reserve 0 1");
	steps("add 900; read 1053 -1; reserve 0 1");
	steps("add 900; read 4096 -1; reserve 0 1");
	steps("add 900; read 4096 76");
	steps("add 900; read 4096 77; reserve 0 1");
	steps("add 3000; read 4096 -1; reserve 0 1");
	steps("add 4048; read 4096 -1; reserve 0 1");
	steps("add 900; drain 800; read 500 -1; reserve 0 1");
	steps("reference 10; read 10 -1; reserve 0 1");
	steps("prepend 10; read 10 -1; reserve 0 1");
	SAY("into room that was made before\n");
	steps("expand 1000; read 3000 -1; reserve 0 1");
	steps("expand 5000; read 4096 -1; reserve 0 1");
	steps("add 900; expand 2000; read 4096 -1; reserve 0 1");
	steps("add 900; expand 5000; read 4096 -1; reserve 0 1");
	steps("add 976; expand 3000; read 4096 -1; reserve 0 1");
	SAY("one after the other\n");
	steps("read 100 -1; read 100 -1; read 100 -1; read 5000 -1; show; read 5000 -1");
	steps("read 4096 -1; show; read 4096 -1; show; read 4096 -1; show; read 4096 -1; show; read 4096 -1");
	return t_result();
}
