// run: once
// Registering calls: names, twice the same, the program's own struct, unregistering, freeing.
#include "kit.h"

static void ask(const char *name)
{
	char bytes[200];
	snprintf(bytes, sizeof(bytes), "POST /.rpc.%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n\r\nT:abc",
	    name);
	SAY("%s:", name);
	say_response(raw(bytes));
}

static void named(EVRPC_STRUCT(Echo) *call, void *arg)
{
	text_set(call->reply, arg);
	CHECK(!strcmp(call->request->text, "abc"));
	CHECK(call->rpc->base == rpc && call->rpc->cb_arg == arg);
	EVRPC_REQUEST_DONE(call);
}

/* What evrpc_register_rpc() takes. */
static struct evrpc *own(const char *name)
{
	struct evrpc *own = calloc(1, sizeof(*own));
	own->uri = strdup(name);
	own->request_new = (void *(*)(void *))text_new_with_arg;
	own->request_free = (void (*)(void *))text_free;
	own->request_unmarshal = (int (*)(void *, struct evbuffer *))text_unmarshal;
	own->reply_new = (void *(*)(void *))text_new_with_arg;
	own->reply_free = (void (*)(void *))text_free;
	own->reply_complete = (int (*)(void *))text_complete;
	own->reply_marshal = (void (*)(struct evbuffer *, void *))text_marshal;
	return own;
}

static void none(struct evhttp_request *req, void *arg) {}

/* The original aborts: the path went with the first. */
static void unregister_second(void)
{
	SAY("unregister the second: %d\n", EVRPC_UNREGISTER(rpc, Echo));
	SAY("unregister a third: %d\n", EVRPC_UNREGISTER(rpc, Echo));
}

int main(void)
{
	struct evrpc *mine;
	start(NULL);
	ask("Echo");
	SAY("register: %d\n", EVRPC_REGISTER(rpc, Echo, text, text, named, "first"));
	ask("Echo");
	SAY("again: %d\n", EVRPC_REGISTER(rpc, Echo, text, text, named, "second"));
	ask("Echo");
	SAY("other: %d\n", EVRPC_REGISTER(rpc, Other, text, text, named, "other"));
	ask("Other");
	mine = own("mine");
	SAY("own: %d\n", evrpc_register_rpc(rpc, mine, (void (*)(struct evrpc_req_generic *, void *))named, "own"));
	CHECK(!strcmp(mine->uri, "mine") && mine->base == rpc);
	ask("mine");
	SAY("unregister: %d\n", EVRPC_UNREGISTER(rpc, Other));
	ask("Other");
	SAY("unregister again: %d\n", EVRPC_UNREGISTER(rpc, Other));
	SAY("unregister none: %d\n", evrpc_unregister_rpc(rpc, "Nothing"));
	SAY("unregister by path: %d\n", evrpc_unregister_rpc(rpc, "/.rpc.Echo"));
	SAY("unregister the first: %d\n", EVRPC_UNREGISTER(rpc, Echo));
	ask("Echo");
	t_child("the second goes behind the first", unregister_second);
	/* With a path in its place the original can free the second. */
	CHECK(evhttp_set_cb(http, "/.rpc.Echo", none, NULL) == 0);
	CHECK(EVRPC_REGISTER(rpc, Other, text, text, named, "other") == 0);
	SAY("free\n");
	evrpc_free(rpc);
	evhttp_del_cb(http, "/.rpc.Echo");
	rpc = NULL;
	ask("mine");
	ask("Echo");
	rpc = evrpc_init(http);
	SAY("anew: %d\n", EVRPC_REGISTER(rpc, Echo, text, text, named, "anew"));
	ask("Echo");
	stop();
	return t_result();
}
