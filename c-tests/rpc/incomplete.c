// Replies that are not complete, or that the client cannot read; structs that cannot be made.
#include "kit.h"

static void empty(EVRPC_STRUCT(Echo) *call, void *arg)
{
	SAY("serve \"%s\", no reply\n", shown(call->request));
	EVRPC_REQUEST_DONE(call);
}

static void *no_struct(void *arg)
{
	SAY("no struct for %s\n", (char *)arg);
	return NULL;
}

static void bad_marshal(struct evbuffer *buffer, const struct text *t) { evbuffer_add(buffer, "bad", 3); }
static void no_marshal(struct evbuffer *buffer, const struct text *t) {}

/* Another evrpc_register_generic() than EVRPC_REGISTER() makes of it. */
static void serve_with(void *(*request_new)(void *), void *(*reply_new)(void *),
    void (*marshal)(struct evbuffer *, const struct text *))
{
	CHECK(evrpc_register_generic(rpc, "Echo", (void (*)(struct evrpc_req_generic *, void *))echo, NULL,
	    request_new, "the request", (void (*)(void *))text_free, (int (*)(void *, struct evbuffer *))text_unmarshal,
	    reply_new, "the reply", (void (*)(void *))text_free, (int (*)(void *))text_complete,
	    (void (*)(struct evbuffer *, void *))marshal) == 0);
}

static void one(const char *what)
{
	SAY("- %s: %d\n", what, call(what));
	run();
	CHECK(texts == 0);
	CHECK(EVRPC_UNREGISTER(rpc, Echo) == 0);
}

int main(void)
{
	void *(*make)(void *) = (void *(*)(void *))text_new_with_arg;
	start(empty);
	make_pool(1);
	one("incomplete");
	serve_with(make, make, bad_marshal);
	one("a bad reply");
	serve_with(make, make, no_marshal);
	one("an empty reply");
	serve_with(no_struct, make, text_marshal);
	one("no request");
	serve_with(make, no_struct, text_marshal);
	one("no reply");
	serve_with(make, make, text_marshal);
	one("all is well");
	stop();
	return t_result();
}
