// What comes that is no call: other methods, no body, a body that makes no sense, no such call, nearly the path.
// The answer to a call that came without the library.
#include "kit.h"

#define REST " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"

static void ask(const char *what, const char *bytes)
{
	SAY("%s\n", what);
	say_response(raw(bytes));
}

static void typed(EVRPC_STRUCT(Other) *call, void *arg)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(EVRPC_REQUEST_HTTP(call));
	evhttp_add_header(headers, "Content-Type", "text/x-mine");
	text_set(call->reply, "typed");
	EVRPC_REQUEST_DONE(call);
}

int main(void)
{
	start(echo);
	CHECK(EVRPC_REGISTER(rpc, Other, text, text, typed, NULL) == 0);
	ask("post", "POST /.rpc.Echo" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("a type of its own", "POST /.rpc.Other" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("chunked", "POST /.rpc.Echo" REST "Transfer-Encoding: chunked\r\n\r\n3\r\nT:a\r\n2\r\nbc\r\n0\r\n\r\n");
	ask("query", "POST /.rpc.Echo?x" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("no body", "POST /.rpc.Echo" REST "Content-Length: 0\r\n\r\n");
	ask("bad body", "POST /.rpc.Echo" REST "Content-Length: 3\r\n\r\nabc");
	ask("one byte", "POST /.rpc.Echo" REST "Content-Length: 1\r\n\r\nT");
	ask("get", "GET /.rpc.Echo" REST "\r\n");
	ask("get with a body", "GET /.rpc.Echo" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("put", "PUT /.rpc.Echo" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("delete", "DELETE /.rpc.Echo" REST "\r\n");
	ask("head", "HEAD /.rpc.Echo" REST "\r\n");
	ask("another call", "POST /.rpc.Nothing" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("case", "POST /.rpc.echo" REST "Content-Length: 5\r\n\r\nT:abc");
	ask("without the prefix", "POST /Echo" REST "Content-Length: 5\r\n\r\nT:abc");
	stop();
	return t_result();
}
