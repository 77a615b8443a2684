// A pool: which connection carries what, calls that wait, connections that come later, are removed and lost.
#include "kit.h"

/* Which connection this is. */
static struct evhttp_connection *conns[4];

static int which(void *ctx, struct evhttp_request *req, struct evbuffer *body, void *arg)
{
	for (int i = 0; i < 4; i++)
		if (conns[i] && conns[i] == evrpc_hook_get_connection(ctx))
			SAY("on connection %d\n", i);
	return 0;
}

static void add(int i)
{
	conns[i] = connection();
	evrpc_pool_add_connection(pool, conns[i]);
}

/* The same, and waits until it is served. */
static void kept_call(const char *name)
{
	int n = n_kept;
	CHECK(call(name) == 0);
	RUN_UNTIL(n_kept == n + 1);
}

static void answered(int i)
{
	int n = under_way;
	answer(i);
	RUN_UNTIL(under_way == n - 1);
}

static int unused_port(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(bind(fd, (void *)&sin, len) == 0 && getsockname(fd, (void *)&sin, &len) == 0);
	/* It stays bound, so nobody else gets it. */
	return ntohs(sin.sin_port);
}

int main(void)
{
	start(keep);
	make_pool(0);
	evrpc_add_hook(pool, EVRPC_OUTPUT, which, NULL);
	add(0);
	add(1);
	SAY("- the first that has nothing to do\n");
	kept_call("a");
	kept_call("b");
	CHECK(call("c") == 0 && call("d") == 0);
	answered(1);
	RUN_UNTIL(n_kept == 3);
	SAY("- a connection comes: it carries the next\n");
	add(2);
	RUN_UNTIL(n_kept == 4);
	answered(3);
	answered(0);
	answered(2);
	n_kept = 0;
	SAY("- removed\n");
	evrpc_pool_remove_connection(pool, conns[0]);
	kept_call("e");
	SAY("- removed while it carries a call\n");
	evrpc_pool_remove_connection(pool, conns[1]);
	kept_call("f");
	answered(0);
	answered(1);
	n_kept = 0;
	evhttp_connection_free(conns[0]);
	evhttp_connection_free(conns[1]);
	conns[0] = conns[1] = NULL;
	SAY("- the server ends the connection before it answers\n");
	kept_call("g");
	evhttp_connection_free(evhttp_request_get_connection(EVRPC_REQUEST_HTTP(kept[0])));
	run();
	SAY("- and the next one works\n");
	quiet = 0;
	CHECK(EVRPC_UNREGISTER(rpc, Echo) == 0);
	CHECK(EVRPC_REGISTER(rpc, Echo, text, text, echo, NULL) == 0);
	CHECK(call("h") == 0);
	run();
	SAY("- nobody listens\n");
	evrpc_pool_free(pool);
	make_pool(0);
	evrpc_pool_add_connection(pool, evhttp_connection_base_new(NULL, NULL, "127.0.0.1", unused_port()));
	CHECK(call("i") == 0);
	run();
	CHECK(call("j") == 0);
	run();
	evrpc_pool_free(pool);
	pool = NULL;
	evrpc_free(rpc);
	evhttp_free(http);
	event_base_free(base);
	return t_result();
}
