// run: once
// A hook gives up a call that has waited: the next one is made all the same. In the original it waits until the program
// makes another.
#include "kit.h"

static int stops_b(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	return memcmp(evbuffer_pullup(body, 3), "T:b", 3) ? EVRPC_CONTINUE : EVRPC_TERMINATE;
}

int main(void)
{
	start(echo);
	make_pool(1);
	evrpc_add_hook(pool, EVRPC_OUTPUT, stops_b, NULL);
	CHECK(call("a") == 0 && call("b") == 0 && call("c") == 0);
	RUN_UNTIL(ended >= 2);
	for (int i = 0; i < 600 && under_way; i++) {
		event_base_loop(base, EVLOOP_NONBLOCK);
		sleep_ms(2);
	}
	SAY("under way: %d\n", under_way);
	CHECK(call("d") == 0);
	run();
	stop();
	return t_result();
}
