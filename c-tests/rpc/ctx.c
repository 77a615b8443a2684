// Calls that are made first and started later: other pools, other functions.
#include "kit.h"

static void other_done(struct evrpc_status *status, void *request, void *reply, void *arg)
{
	SAY("other ");
	done(status, request, reply, arg);
}

static struct made *last;

static struct evrpc_request_wrapper *ctx(struct evrpc_pool *on, const char *value)
{
	struct made *call = last = made(value);
	return EVRPC_MAKE_CTX(Echo, text, text, on, &call->request, &call->reply, done, call);
}

int main(void)
{
	struct evrpc_request_wrapper *first, *second, *third;
	struct evrpc_pool *other;
	start(echo);
	make_pool(1);
	other = evrpc_pool_new(base);
	evrpc_pool_add_connection(other, connection());
	first = ctx(pool, "first");
	second = ctx(pool, "second");
	evrpc_request_set_cb(second, other_done, last);
	third = ctx(NULL, "third");
	CHECK(evrpc_request_get_pool(first) == pool);
	evrpc_request_set_pool(second, other);
	CHECK(evrpc_request_get_pool(second) == other);
	CHECK(evrpc_request_get_pool(third) == NULL);
	evrpc_request_set_pool(third, other);
	SAY("second: %d\n", evrpc_make_request(second));
	RUN_UNTIL(under_way == 2);
	SAY("first: %d\n", evrpc_make_request(first));
	RUN_UNTIL(under_way == 1);
	SAY("third: %d\n", evrpc_make_request(third));
	run();
	evrpc_pool_free(other);
	stop();
	return t_result();
}
