// What cannot be asked for: line ends in a URI would begin another request, and a method has to have a name.
// on: ours
// run: once
// alloc: no, it takes it that there is a connection
#include "peer.h"

static int named(struct evhttp_ext_method *method)
{
	CHECK(method->method == NULL);
	if (method->type != 0x10000)
		return -1;
	method->method = "BREW";
	method->flags = EVHTTP_METHOD_HAS_BODY;
	return 0;
}

static void try(int method, const char *uri)
{
	SAY("%#x %s\n", method, visible_text(uri));
	if (make(new_request("a"), method, uri) == 0) {
		if (next_peer())
			say_sent();
		free_connection();
		new_connection();
	}
}

int main(void)
{
	struct evhttp_request *req;
	start();
	new_connection();
	try(EVHTTP_REQ_GET, "/\r\nX: y");
	try(EVHTTP_REQ_GET, "/\n");
	try(EVHTTP_REQ_GET, "/a b");
	try(0, "/");
	try(3, "/");
	try(0x10000, "/");
	evhttp_connection_set_ext_method_cmp(evcon, named);
	try(0x20000, "/");
	try(0x10000, "/pot");
	try(EVHTTP_REQ_PROPFIND, "/dav");
	try(EVHTTP_REQ_MOVE, "/dav");

	/* Arguments that are missing, and requests that are under way already. */
	req = new_request("b");
	CHECK(evhttp_make_request(NULL, req, EVHTTP_REQ_GET, "/") == -1);
	CHECK(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, NULL) == -1);
	CHECK(evhttp_make_request(evcon, NULL, EVHTTP_REQ_GET, "/") == -1);
	CHECK(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, "/") == 0);
	CHECK(evhttp_make_request(evcon, req, EVHTTP_REQ_GET, "/") == -1);
	/* Such a request cannot be answered. */
	evhttp_send_error(req, 400, NULL);
	evhttp_send_reply(req, 200, NULL, NULL);
	evhttp_send_reply_start(req, 200, NULL);
	evhttp_send_reply_end(req);
	CHECK(next_peer());
	say_sent();
	give("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	free_connection();
	stop();
	return t_result();
}
