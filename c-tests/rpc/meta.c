// Data that hooks attach to a call: copied, found by its name, the first of two; seen by the hooks of the same side.
#include "kit.h"

static void find(void *ctx, const char *key)
{
	void *data = NULL;
	size_t n = 99;
	int found = evrpc_hook_find_meta(ctx, key, &data, &n);
	if (found == 0)
		SAY("  %s: %zu \"%.*s\"\n", key, n, (int)n, (char *)data);
	else
		SAY("  %s: %d\n", key, found);
}

static int adder(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	char value[] = "value";
	SAY("%s adds\n", (char *)arg);
	find(ctx, "key");
	evrpc_hook_add_meta(ctx, "key", value, 5);
	value[0] = 'V';
	evrpc_hook_add_meta(ctx, "key", value, 5);
	evrpc_hook_add_meta(ctx, "Key", "another", 7);
	evrpc_hook_add_meta(ctx, "", "no key", 6);
	evrpc_hook_add_meta(ctx, arg, arg, strlen(arg));
	find(ctx, "key");
	return 0;
}

static int finder(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	static const char *const keys[] = { "key", "Key", "KEY", "", "client out", "server in" };
	SAY("%s finds\n", (char *)arg);
	for (int i = 0; i < 6; i++)
		find(ctx, keys[i]);
	CHECK(evrpc_hook_get_connection(ctx) != NULL);
	return 0;
}

/* The program can use the call so, too. */
static void serve(EVRPC_STRUCT(Echo) *call, void *arg)
{
	SAY("serve\n");
	find(call, "key");
	CHECK(evrpc_hook_get_connection(call) == evhttp_request_get_connection(EVRPC_REQUEST_HTTP(call)));
	evrpc_hook_add_meta(call, "served", "yes", 3);
	find(call, "served");
	echo(call, arg);
}

/* Without hooks nothing is known. */
static void serve_alone(EVRPC_STRUCT(Echo) *call, void *arg)
{
	SAY("no hooks: connection %s\n", evrpc_hook_get_connection(call) ? "yes" : "no");
	find(call, "key");
	evrpc_hook_add_meta(call, "key", "alone", 5);
	find(call, "key");
	SAY("connection %s\n", evrpc_hook_get_connection(call) ? "yes" : "no");
	echo(call, arg);
}

int main(void)
{
	start(serve);
	make_pool(1);
	evrpc_add_hook(pool, EVRPC_OUTPUT, adder, "client out");
	evrpc_add_hook(pool, EVRPC_INPUT, finder, "client in");
	evrpc_add_hook(rpc, EVRPC_INPUT, adder, "server in");
	evrpc_add_hook(rpc, EVRPC_OUTPUT, finder, "server out");
	for (int i = 0; i < 2; i++) {
		CHECK(call("x") == 0);
		run();
	}
	stop();
	start(serve_alone);
	make_pool(1);
	CHECK(call("x") == 0);
	run();
	stop();
	return t_result();
}
