// run: once
// on: ours
// Everything may be freed at any time: servers, pools, connections and calls, also from hooks and callbacks.
#include "kit.h"

static void *paused;
static struct made *waiting[10]; /* calls that nothing is heard of */
static int n_waiting;

static void begin(const char *what, void (*serve)(EVRPC_STRUCT(Echo) *, void *), int connections)
{
	SAY("- %s\n", what);
	start(serve);
	make_pool(connections);
	paused = NULL;
	ended = 0;
}

static void forgotten(const char *name)
{
	struct made *call = waiting[n_waiting++] = made(name);
	CHECK(EVRPC_MAKE_REQUEST(Echo, pool, &call->request, &call->reply, done, call) == 0);
}

static void end(void)
{
	stop();
	CHECK(ended + n_waiting == under_way + ended);
	while (n_waiting) {
		struct made *call = waiting[--n_waiting];
		text_clear(&call->request);
		text_clear(&call->reply);
		free(call);
		under_way--;
	}
}

static int pauser(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	paused = ctx;
	return EVRPC_PAUSE;
}

static void free_pool(void)
{
	evrpc_pool_free(pool);
	pool = NULL;
}

static void free_rpc(void)
{
	evrpc_free(rpc);
	rpc = NULL;
}

static void free_http(void)
{
	evhttp_free(http);
	http = NULL;
}

static void (*act)(void);
static int said;

static int actor(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("hook acts\n");
	act();
	return said;
}

static int late_hook(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("a hook that should be gone\n");
	return 0;
}

static void acting_serve(EVRPC_STRUCT(Echo) *call, void *arg)
{
	act();
	echo(call, arg);
}

static void acting_done(struct evrpc_status *status, struct text *request, struct text *reply, void *arg)
{
	done(status, request, reply, arg);
	act();
}

static struct evhttp_connection *in_pool;

static void free_conn(void) { evhttp_connection_free(in_pool); }

static void pool_with_conn(void)
{
	in_pool = connection();
	evrpc_pool_add_connection(pool, in_pool);
}

/* The functions that calls are freed from. */
static void from_hook(const char *what, int server, enum EVRPC_HOOK_TYPE type, void (*acts)(void), int says)
{
	begin(what, echo, 0);
	SAY("says %d\n", says);
	pool_with_conn();
	act = acts, said = says;
	evrpc_add_hook(server ? (void *)rpc : pool, type, actor, NULL);
	evrpc_add_hook(server ? (void *)rpc : pool, type, late_hook, NULL);
	if (acts == free_pool) {
		forgotten("x");
		RUN_UNTIL(pool == NULL);
	} else {
		CHECK(call("x") == 0);
		run();
	}
	end();
}

/* The program answers the HTTP request itself. */
static int answers(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	SAY("hook answers\n");
	evhttp_send_error(req, 404, "Mine");
	return EVRPC_TERMINATE;
}

static void closed(struct evhttp_connection *conn, void *arg)
{
	SAY("closed\n");
	answer(0);
}

static void keep_and_watch(EVRPC_STRUCT(Echo) *call, void *arg)
{
	keep(call, arg);
	evhttp_connection_set_closecb(evhttp_request_get_connection(EVRPC_REQUEST_HTTP(call)), closed, NULL);
}

static void pool_closed(struct evhttp_connection *conn, void *arg)
{
	SAY("closed\n");
	evrpc_pool_add_connection(pool, conn);
}

int main(void)
{
	struct made *other;

	begin("pool: under way and waiting", keep, 1);
	forgotten("a");
	forgotten("b");
	RUN_UNTIL(n_kept == 1);
	free_pool();
	answer(0);
	end();

	begin("pool: paused on the way out", echo, 1);
	evrpc_add_hook(pool, EVRPC_OUTPUT, pauser, NULL);
	forgotten("a");
	CHECK(paused);
	end();

	begin("pool: paused on the way in", echo, 1);
	evrpc_add_hook(pool, EVRPC_INPUT, pauser, NULL);
	forgotten("a");
	RUN_UNTIL(paused);
	end();

	begin("pool: freed with calls that were not made", echo, 1);
	other = made("a");
	struct evrpc_request_wrapper *ctx =
	    EVRPC_MAKE_CTX(Echo, text, text, pool, &other->request, &other->reply, done, other);
	free_pool();
	CHECK(evrpc_request_get_pool(ctx) == NULL);
	SAY("make: %d\n", evrpc_make_request(ctx));
	end();

	begin("server: calls that the program has", keep, 1);
	CHECK(call("a") == 0);
	RUN_UNTIL(n_kept == 1);
	free_rpc();
	answer(0);
	run();
	end();

	begin("server: unregistered under way", keep, 1);
	CHECK(call("a") == 0);
	RUN_UNTIL(n_kept == 1);
	CHECK(EVRPC_UNREGISTER(rpc, Echo) == 0);
	answer(0);
	run();
	end();

	begin("server: paused on the way in", echo, 1);
	evrpc_add_hook(rpc, EVRPC_INPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(paused);
	free_rpc();
	run();
	end();

	begin("server: paused on the way out", echo, 1);
	evrpc_add_hook(rpc, EVRPC_OUTPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(paused);
	free_rpc();
	run();
	end();

	begin("server: unregistered while a call is paused", echo, 1);
	evrpc_add_hook(rpc, EVRPC_INPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(paused);
	CHECK(EVRPC_UNREGISTER(rpc, Echo) == 0);
	SAY("resume: %d\n", evrpc_resume_request(rpc, paused, EVRPC_CONTINUE));
	run();
	end();

	begin("HTTP server: calls that the program has", keep, 1);
	CHECK(call("a") == 0);
	RUN_UNTIL(n_kept == 1);
	free_http();
	CHECK(EVRPC_REQUEST_HTTP(kept[0]) == NULL);
	CHECK(EVRPC_REGISTER(rpc, Other, text, text, keep, NULL) == -1);
	answer(0);
	run();
	end();

	begin("HTTP server: paused", echo, 1);
	evrpc_add_hook(rpc, EVRPC_OUTPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(paused);
	free_http();
	CHECK(evrpc_hook_get_connection(paused) == NULL);
	SAY("resume: %d\n", evrpc_resume_request(rpc, paused, EVRPC_CONTINUE));
	run();
	end();

	begin("the client goes while a call is paused", echo, 0);
	evrpc_add_hook(rpc, EVRPC_INPUT, pauser, NULL);
	int fd = raw("POST /.rpc.Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nT:x");
	RUN_UNTIL(paused);
	close(fd);
	for (int i = 0; i < 5; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
	SAY("resume: %d\n", evrpc_resume_request(rpc, paused, EVRPC_CONTINUE));
	end();

	begin("connection: freed under way; another one goes on", keep, 0);
	pool_with_conn();
	CHECK(call("a") == 0 && call("b") == 0);
	RUN_UNTIL(n_kept == 1);
	free_conn();
	CHECK(under_way == 1);
	pool_with_conn();
	RUN_UNTIL(n_kept == 2);
	answer(0);
	answer(1);
	run();
	end();

	begin("connection: freed while a call is paused on the way out", echo, 0);
	pool_with_conn();
	evrpc_add_hook(pool, EVRPC_OUTPUT, pauser, NULL);
	CHECK(call("a") == 0);
	free_conn();
	CHECK(evrpc_hook_get_connection(paused) == NULL);
	SAY("resume: %d\n", evrpc_resume_request(pool, paused, EVRPC_CONTINUE));
	end();

	begin("connection: freed while a call is paused on the way in", echo, 0);
	pool_with_conn();
	evrpc_add_hook(pool, EVRPC_INPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(paused);
	free_conn();
	SAY("resume: %d\n", evrpc_resume_request(pool, paused, EVRPC_CONTINUE));
	end();

	begin("connection: removed under way and freed", keep, 0);
	pool_with_conn();
	CHECK(call("a") == 0);
	RUN_UNTIL(n_kept == 1);
	evrpc_pool_remove_connection(pool, in_pool);
	free_conn();
	answer(0);
	run();
	end();

	begin("connection: removed, and the pool freed", keep, 0);
	pool_with_conn();
	forgotten("a");
	RUN_UNTIL(n_kept == 1);
	evrpc_pool_remove_connection(pool, in_pool);
	free_pool();
	answer(0);
	for (int i = 0; i < 5; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
	free_conn();
	end();

	for (int says = -1; says < 2; says++) {
		from_hook("hook on the way out frees the pool", 0, EVRPC_OUTPUT, free_pool, says);
		from_hook("hook on the way in frees the pool", 0, EVRPC_INPUT, free_pool, says);
		from_hook("hook on the server's way in frees it", 1, EVRPC_INPUT, free_rpc, says);
		from_hook("hook on the server's way out frees it", 1, EVRPC_OUTPUT, free_rpc, says);
	}
	from_hook("hook on the way out frees the connection", 0, EVRPC_OUTPUT, free_conn, -1);
	from_hook("hook on the way in frees the connection", 0, EVRPC_INPUT, free_conn, -1);

	begin("a hook answers the HTTP request", echo, 1);
	evrpc_add_hook(rpc, EVRPC_INPUT, answers, NULL);
	CHECK(call("a") == 0);
	run();
	end();

	begin("a call is answered, and paused, when its connection is being freed", keep_and_watch, 1);
	evrpc_add_hook(rpc, EVRPC_OUTPUT, pauser, NULL);
	CHECK(call("a") == 0);
	RUN_UNTIL(n_kept == 1);
	evhttp_connection_free(evhttp_request_get_connection(EVRPC_REQUEST_HTTP(kept[0])));
	CHECK(paused && evrpc_hook_get_connection(paused) == NULL);
	run();
	SAY("resume: %d\n", evrpc_resume_request(rpc, paused, EVRPC_CONTINUE));
	end();

	begin("a connection that is being freed is added", echo, 0);
	pool_with_conn();
	CHECK(call("a") == 0);
	run();
	evhttp_connection_set_closecb(in_pool, pool_closed, NULL);
	free_conn();
	CHECK(call("b") == 0 && under_way == 1);
	pool_with_conn();
	run();
	end();

	begin("serving frees the server of calls", acting_serve, 1);
	act = free_rpc;
	CHECK(call("a") == 0);
	run();
	end();

	begin("serving frees the HTTP server", acting_serve, 1);
	act = free_http;
	CHECK(call("a") == 0);
	run();
	end();

	begin("the end of a call frees the pool, with others", echo, 1);
	act = free_pool;
	other = made("a");
	CHECK(EVRPC_MAKE_REQUEST(Echo, pool, &other->request, &other->reply, acting_done, other) == 0);
	forgotten("b");
	RUN_UNTIL(pool == NULL);
	end();
	return t_result();
}
