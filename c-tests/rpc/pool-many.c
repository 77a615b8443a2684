// run: once
// on: ours
// Very many calls wait, and all of them fail one after the other; the stack does not grow with them. Some are followed by
// another one that their function makes.
#include "kit.h"

#define MANY 20000

static int failed, again;

static int stops(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	return memcmp(evbuffer_pullup(body, 3), "T:x", 3) ? EVRPC_CONTINUE : EVRPC_TERMINATE;
}

static void count(struct evrpc_status *status, struct text *request, struct text *reply, void *arg)
{
	struct text *one = arg;
	CHECK(status->error == EVRPC_STATUS_ERR_UNSTARTED);
	if (++failed % 2 && again < MANY) {
		again++;
		CHECK(EVRPC_MAKE_REQUEST(Echo, pool, one, one, count, one) == 0);
	}
}

int main(void)
{
	struct text one = { (char *)"x" };
	start(echo);
	make_pool(1);
	evrpc_add_hook(pool, EVRPC_OUTPUT, stops, NULL);
	CHECK(call("a") == 0);
	for (int i = 0; i < MANY; i++)
		CHECK(EVRPC_MAKE_REQUEST(Echo, pool, &one, &one, count, &one) == 0);
	run();
	SAY("failed: %d, of these again: %d\n", failed, again);
	CHECK(call("b") == 0);
	run();
	stop();
	return t_result();
}
