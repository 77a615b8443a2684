// Calls: one, many in order, more than there are connections, answered at once and later, with large structs.
#include "kit.h"

int main(void)
{
	char name[20], *large = malloc(2000001);
	start(echo);
	make_pool(1);
	SAY("one: %d\n", call("a"));
	run();
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "call %d", i);
		CHECK(call(name) == 0);
	}
	run();
	SAY("empty: %d\n", call(""));
	run();
	memset(large, 'x', 2000000);
	large[2000000] = 0;
	SAY("large: %d\n", call(large));
	run();
	free(large);
	SAY("unregister: %d\n", EVRPC_UNREGISTER(rpc, Echo));
	SAY("nobody serves: %d\n", call("b"));
	run();
	CHECK(EVRPC_REGISTER(rpc, Echo, text, text, keep, NULL) == 0);
	evrpc_pool_add_connection(pool, connection());
	for (int i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "later %d", i);
		CHECK(call(name) == 0);
		if (i < 2)
			RUN_UNTIL(n_kept == i + 1);
	}
	SAY("answer the second\n");
	CHECK(evrpc_get_request((struct evrpc_req_generic *)kept[1]) == kept[1]->request);
	CHECK(evrpc_get_reply((struct evrpc_req_generic *)kept[1]) == kept[1]->reply);
	answer(1);
	RUN_UNTIL(n_kept == 3);
	SAY("answer the others\n");
	answer(2);
	RUN_UNTIL(under_way == 1);
	answer(0);
	run();
	stop();
	return t_result();
}
