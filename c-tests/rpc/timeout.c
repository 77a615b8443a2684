// run: epoll
// The time of a call: it ends while the server still works, the connection is used again, and other calls go on.
#include "kit.h"

int main(void)
{
	start(keep);
	make_pool(1);
	evrpc_pool_set_timeout(pool, 1);
	long began = now_ms();
	CHECK(call("slow") == 0 && call("waits") == 0);
	RUN_UNTIL(under_way == 1);
	long took = now_ms() - began;
	CHECK(took >= 1000 - T_EARLY && took < 8000);
	RUN_UNTIL(n_kept == 2);
	answer(1);
	run();
	CHECK(call("in time") == 0);
	RUN_UNTIL(n_kept == 3);
	answer(2);
	run();
	return t_result();
}
