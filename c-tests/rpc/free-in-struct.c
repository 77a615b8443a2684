// run: once
// on: ours
// The connection is freed by the function that frees a call's struct, before the call is refused. The original reads
// freed memory then.
#include "kit.h"

static struct evhttp_connection *conn;

static int note_connection(struct evhttp_request *req, void *arg)
{
	conn = evhttp_request_get_connection(req);
	return 0;
}

static void drop(void *text)
{
	text_free(text);
	if (conn)
		evhttp_connection_free(conn);
	conn = NULL;
}

int main(void)
{
	void *(*make)(void *) = (void *(*)(void *))text_new_with_arg;
	start(NULL);
	CHECK(evrpc_register_generic(rpc, "Echo", (void (*)(struct evrpc_req_generic *, void *))echo, NULL, make, NULL,
	    drop, (int (*)(void *, struct evbuffer *))text_unmarshal, make, NULL, drop,
	    (int (*)(void *))text_complete, (void (*)(struct evbuffer *, void *))text_marshal) == 0);
	evhttp_set_newreqcb(http, note_connection, NULL);
	int fd = raw("POST /.rpc.Echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbad");
	say_response(fd);
	CHECK(texts == 0 && !conn);
	stop();
	return t_result();
}
