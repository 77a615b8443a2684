// run: once
// on: ours
// Calls with any request for memory refused, on both sides: each may fail, but its program hears of it, and nothing is
// lost.
#include "memory/alloc.h"
#include "kit.h"

static struct made *calls[3];
static int over[3];

static void told(struct evrpc_status *status, struct text *request, struct text *reply, void *arg)
{
	int i = (int)(long)arg;
	CHECK(!over[i]);
	CHECK(status->error == EVRPC_STATUS_ERR_NONE ? !strcmp(reply->text, "re:x") : al.failed > 0);
	over[i] = 1;
}

static int hook(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	void *data;
	size_t n;
	evrpc_hook_add_meta(ctx, "key", "value", 5);
	if (evrpc_hook_find_meta(ctx, "key", &data, &n))
		CHECK(al.failed);
	else
		CHECK(n == 5 && !memcmp(data, "value", 5));
	return 0;
}

static void one_call(int i)
{
	struct made *call = calls[i] = calloc(1, sizeof(*call));
	text_set(&call->request, "x");
	over[i] = 0;
	if (EVRPC_MAKE_REQUEST(Echo, pool, &call->request, &call->reply, told, (void *)(long)i))
		CHECK(al.failed && over[i]);
}

static void turns(void)
{
	for (int i = 0; i < 12; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

/* Makes and frees without a call. */
static void set_up(void)
{
	void *in, *out;
	struct evrpc_request_wrapper *ctx;
	struct made call = { { NULL }, { NULL } };
	struct evhttp *server;
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	base = event_init();
	server = evhttp_new(base);
	al_fail(n, all);
	rpc = evrpc_init(server);
	CHECK(rpc || al.failed);
	if (rpc) {
		CHECK(EVRPC_REGISTER(rpc, Echo, text, text, echo, NULL) == 0 || al.failed);
		in = evrpc_add_hook(rpc, EVRPC_INPUT, hook, NULL);
		CHECK(in || al.failed);
		out = evrpc_add_hook(rpc, EVRPC_OUTPUT, hook, NULL);
		CHECK(evrpc_remove_hook(rpc, EVRPC_OUTPUT, out) == 1 || al.failed);
		evrpc_free(rpc);
		rpc = NULL;
	}
	pool = evrpc_pool_new(base);
	CHECK(pool || al.failed);
	if (pool) {
		struct evhttp_connection *conn = evhttp_connection_base_new(base, NULL, "127.0.0.1", 1);
		evrpc_pool_add_connection(pool, conn);
		evrpc_pool_remove_connection(pool, conn);
		if (conn)
			evhttp_connection_free(conn);
		evrpc_pool_free(pool);
		pool = NULL;
	}
	ctx = EVRPC_MAKE_CTX(Echo, text, text, NULL, &call.request, &call.reply, told, NULL);
	over[0] = 0;
	CHECK(ctx || al.failed);
	if (ctx) {
		al.failed++; /* it fails without a pool */
		evrpc_make_request(ctx);
		al.failed--;
		CHECK(over[0]);
	}
	al_stop_failing();
	evhttp_free(server);
	event_base_free(base);
	base = NULL;
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	start(echo);
	make_pool(1);
	evrpc_pool_set_timeout(pool, 20);
	CHECK(evrpc_add_hook(pool, EVRPC_OUTPUT, hook, NULL) && evrpc_add_hook(pool, EVRPC_INPUT, hook, NULL));
	CHECK(evrpc_add_hook(rpc, EVRPC_OUTPUT, hook, NULL) && evrpc_add_hook(rpc, EVRPC_INPUT, hook, NULL));
	al_fail(n, all);
	for (int i = 0; i < 2; i++)
		one_call(i);
	turns();
	al_stop_failing();
	/* There is memory again: the next one works, on a connection of its own. */
	n = al.failed;
	evrpc_pool_add_connection(pool, connection());
	one_call(2);
	for (int i = 0; i < 1000 && !(over[0] && over[1] && over[2]); i++) {
		turns();
		if (i > 3)
			sleep_ms(1);
	}
	al.failed = n;
	CHECK(over[2]);
	CHECK(over[0] && over[1]);
	stop();
	for (int i = 0; i < 3; i++) {
		text_clear(&calls[i]->request);
		text_clear(&calls[i]->reply);
		free(calls[i]);
	}
}

int main(void)
{
	quiet = 1;
	al_start();
	al_every_failure("making and freeing", set_up);
	al_every_failure("calls", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
