// run: once
// on: ours
// Bad arguments: refused, or nothing happens. The original crashes or aborts.
#include "kit.h"

static int hook(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg) { return 7; }

static void served(struct evrpc_req_generic *req, void *arg) {}

static void *make(void *arg) { return NULL; }
static void drop(void *t) {}
static int read_it(void *t, struct evbuffer *buffer) { return -1; }
static void write_it(struct evbuffer *buffer, void *t) {}
static int check(void *t) { return 0; }

static void said(struct evrpc_status *status, void *request, void *reply, void *arg)
{
	SAY("told: %s\n", error_name(status->error));
}

int main(void)
{
	void *data = NULL, *handle;
	size_t n = 0;
	struct evrpc no_name = { .uri = NULL };
	struct evrpc_req_generic *no_call = NULL;
	struct evhttp_connection *conn;

	start(echo);
	make_pool(0);
	SAY("servers\n");
	CHECK(evrpc_init(NULL) == NULL);
	evrpc_free(NULL);
	CHECK(evrpc_register_rpc(NULL, &no_name, served, NULL) == -1);
	CHECK(evrpc_register_rpc(rpc, NULL, served, NULL) == -1);
	CHECK(evrpc_register_rpc(rpc, &no_name, served, NULL) == -1);
	CHECK(evrpc_register_generic(NULL, "x", served, NULL, make, NULL, drop, read_it, make, NULL, drop, check,
	    write_it) == -1);
	CHECK(evrpc_register_generic(rpc, NULL, served, NULL, make, NULL, drop, read_it, make, NULL, drop, check,
	    write_it) == -1);
	CHECK(evrpc_unregister_rpc(NULL, "Echo") == -1 && evrpc_unregister_rpc(rpc, NULL) == -1);
	evrpc_request_done(no_call);
	CHECK(evrpc_get_request(NULL) == NULL && evrpc_get_reply(NULL) == NULL);
	/* Without functions there are no structs. */
	CHECK(evrpc_register_generic(rpc, "nothing", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	    NULL) == 0);
	say_response(raw("POST /.rpc.nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx"));

	SAY("hooks\n");
	CHECK(evrpc_add_hook(NULL, EVRPC_INPUT, hook, NULL) == NULL);
	CHECK(evrpc_add_hook(rpc, (enum EVRPC_HOOK_TYPE)2, hook, NULL) == NULL);
	CHECK(evrpc_add_hook(rpc, EVRPC_INPUT, NULL, NULL) == NULL);
	CHECK(evrpc_remove_hook(NULL, EVRPC_INPUT, &n) == 0);
	CHECK(evrpc_remove_hook(rpc, (enum EVRPC_HOOK_TYPE)-1, &n) == 0);
	CHECK(evrpc_resume_request(NULL, &n, EVRPC_CONTINUE) == -1);
	CHECK(evrpc_resume_request(pool, NULL, EVRPC_CONTINUE) == -1);
	evrpc_hook_add_meta(NULL, "key", "data", 4);
	CHECK(evrpc_hook_find_meta(NULL, "key", &data, &n) == -1);
	CHECK(evrpc_hook_get_connection(NULL) == NULL);

	SAY("pools\n");
	evrpc_pool_free(NULL);
	evrpc_pool_set_timeout(NULL, 1);
	conn = connection();
	evrpc_pool_add_connection(NULL, conn);
	evrpc_pool_add_connection(pool, NULL);
	evrpc_pool_remove_connection(NULL, conn);
	evrpc_pool_remove_connection(pool, NULL);
	evrpc_pool_remove_connection(pool, conn);
	evrpc_pool_add_connection(pool, conn);
	evrpc_pool_add_connection(pool, conn);
	CHECK(evrpc_make_request(NULL) == -1);
	CHECK(evrpc_request_get_pool(NULL) == NULL);
	evrpc_request_set_pool(NULL, pool);
	evrpc_request_set_cb(NULL, said, NULL);
	CHECK(evrpc_make_request_ctx(pool, NULL, NULL, NULL, write_it, drop, read_it, said, NULL) == NULL);
	CHECK(evrpc_make_request_ctx(pool, NULL, NULL, "x", NULL, drop, read_it, said, NULL) == NULL);
	CHECK(evrpc_make_request_ctx(pool, NULL, NULL, "x", write_it, NULL, read_it, said, NULL) == NULL);
	CHECK(evrpc_make_request_ctx(pool, NULL, NULL, "x", write_it, drop, NULL, said, NULL) == NULL);
	CHECK(evrpc_send_request_generic(NULL, NULL, NULL, said, NULL, "x", write_it, drop, read_it) == -1);
	CHECK(evrpc_send_request_generic(pool, NULL, NULL, said, NULL, NULL, write_it, drop, read_it) == -1);
	CHECK(evrpc_send_request_generic(pool, NULL, NULL, NULL, NULL, NULL, write_it, drop, read_it) == -1);
	CHECK(evrpc_send_request_generic(pool, NULL, NULL, said, NULL, "a\r\nb", write_it, drop, read_it) == 0);

	SAY("what a hook says that it cannot say ends the call\n");
	handle = evrpc_add_hook(pool, EVRPC_OUTPUT, hook, NULL);
	CHECK(call("x") == 0);
	CHECK(evrpc_remove_hook(pool, EVRPC_OUTPUT, handle) == 1);
	CHECK(call("y") == 0);
	run();

	SAY("a pool without connections waits for one\n");
	evrpc_pool_remove_connection(pool, conn);
	CHECK(call("z") == 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
	CHECK(under_way == 1);
	evrpc_pool_add_connection(pool, conn);
	run();
	stop();
	return t_result();
}
