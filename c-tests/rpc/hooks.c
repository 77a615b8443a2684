// Hooks on both sides: their order, what they see and change, terminating, and removing them, also from within.
#include "kit.h"

static void *handles[10];
static int result;

struct hook {
	const char *name;
	int remove; /* removes the hook of this number */
	int adds;
};

static int hook(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	struct hook *hook = arg;
	size_t n = evbuffer_get_length(body);
	SAY("%s sees \"%.*s\"", hook->name, (int)n, (char *)evbuffer_pullup(body, -1));
	SAY(" uri %s", evhttp_request_get_uri(req) ? evhttp_request_get_uri(req) : "(none)");
	SAY(" code %d", evhttp_request_get_response_code(req));
	SAY(" connection %s\n", evrpc_hook_get_connection(ctx) ? "yes" : "no");
	evbuffer_add_printf(body, " %s", hook->name);
	return 0;
}

static int stopper(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("%s stops\n", (char *)arg);
	return result;
}

static int remover(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("remover: %d\n", evrpc_remove_hook(pool, EVRPC_OUTPUT, handles[0]));
	return 0;
}

static int header(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	evhttp_add_header(evhttp_request_get_output_headers(req), arg, "set");
	return 0;
}

static int see_header(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	const char *value = evhttp_find_header(evhttp_request_get_input_headers(req), arg);
	SAY("%s: %s\n", (char *)arg, value ? value : "(none)");
	return 0;
}

static void one(const char *what)
{
	SAY("- %s: %d\n", what, call(what));
	run();
}

static void stopping(const char *what, void *owner, enum EVRPC_HOOK_TYPE type)
{
	void *handle;
	for (result = -1; result < 1; result++) {
		handle = evrpc_add_hook(owner, type, stopper, (void *)what);
		CHECK(handle);
		one(result ? "terminate" : "continue");
		CHECK(evrpc_remove_hook(owner, type, handle) == 1);
	}
}

int main(void)
{
	struct hook hooks[] = { { "client-out-1", 0, 0 }, { "client-out-2", 0, 0 }, { "server-in-1", 0, 0 },
		{ "server-in-2", 0, 0 }, { "server-out", 0, 0 }, { "client-in", 0, 0 } };
	start(echo);
	make_pool(1);
	handles[0] = evrpc_add_hook(pool, EVRPC_OUTPUT, hook, &hooks[0]);
	handles[1] = evrpc_add_hook(pool, EVRPC_OUTPUT, hook, &hooks[1]);
	handles[2] = evrpc_add_hook(rpc, EVRPC_INPUT, hook, &hooks[2]);
	handles[3] = evrpc_add_hook(rpc, EVRPC_INPUT, hook, &hooks[3]);
	handles[4] = evrpc_add_hook(rpc, EVRPC_OUTPUT, hook, &hooks[4]);
	handles[5] = evrpc_add_hook(pool, EVRPC_INPUT, hook, &hooks[5]);
	one("all");
	SAY("wrong kind: %d\n", evrpc_remove_hook(pool, EVRPC_INPUT, handles[0]));
	SAY("wrong owner: %d\n", evrpc_remove_hook(rpc, EVRPC_OUTPUT, handles[0]));
	SAY("NULL: %d\n", evrpc_remove_hook(rpc, EVRPC_OUTPUT, NULL));
	SAY("remove: %d\n", evrpc_remove_hook(rpc, EVRPC_INPUT, handles[2]));
	SAY("again: %d\n", evrpc_remove_hook(rpc, EVRPC_INPUT, handles[2]));
	one("one less");
	CHECK(evrpc_remove_hook(rpc, EVRPC_INPUT, handles[3]) == 1);
	CHECK(evrpc_remove_hook(rpc, EVRPC_OUTPUT, handles[4]) == 1);
	CHECK(evrpc_remove_hook(pool, EVRPC_INPUT, handles[5]) == 1);
	CHECK(evrpc_remove_hook(pool, EVRPC_OUTPUT, handles[1]) == 1);
	handles[1] = evrpc_add_hook(pool, EVRPC_OUTPUT, remover, NULL);
	one("one removes another, which was before it");
	CHECK(evrpc_remove_hook(pool, EVRPC_OUTPUT, handles[1]) == 1);
	one("none");
	stopping("client out", pool, EVRPC_OUTPUT);
	stopping("client in", pool, EVRPC_INPUT);
	stopping("server in", rpc, EVRPC_INPUT);
	stopping("server out", rpc, EVRPC_OUTPUT);
	evrpc_add_hook(pool, EVRPC_OUTPUT, header, "X-Asked");
	evrpc_add_hook(rpc, EVRPC_INPUT, see_header, "X-Asked");
	evrpc_add_hook(rpc, EVRPC_OUTPUT, header, "X-Answered");
	evrpc_add_hook(pool, EVRPC_INPUT, see_header, "X-Answered");
	evrpc_add_hook(pool, EVRPC_INPUT, see_header, "Content-Type");
	one("headers");
	stop();
	return t_result();
}
