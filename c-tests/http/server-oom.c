// run: once
// on: ours
// A server with any request for memory refused: a request may be lost with its connection, but nothing else is.
#include "memory/alloc.h"
#include "tcp.h"

static void answer(struct evhttp_request *req, void *arg)
{
	struct evbuffer *part;
	if (strcmp(evhttp_request_get_uri(req), "/parts")) {
		evhttp_send_reply(req, 200, "OK", evhttp_request_get_input_buffer(req));
		return;
	}
	evhttp_send_reply_start(req, 200, "OK");
	part = evbuffer_new();
	if (part) {
		evbuffer_add(part, "abc", 3);
		evhttp_send_reply_chunk(req, part);
		evbuffer_free(part);
	}
	evhttp_send_reply_end(req);
}

static void ask_for(const char *text)
{
	connect_client();
	client_send(text, strlen(text));
	CHECK(al.failed || !strncmp(reply, "HTTP/1.1 200", 12) || !strncmp(reply, "HTTP/1.1 4", 10));
	client_close();
}

static void requests(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	serve(answer, NULL);
	CHECK(evhttp_set_cb(http, "/path", answer, NULL) == 0 && evhttp_add_server_alias(http, "alias") == 0);
	al_fail(n, all);
	ask_for("POST /x?y HTTP/1.1\r\nHost: h\r\nX: y\r\n z\r\nContent-Length: 3\r\n\r\nabc");
	ask_for("POST /parts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
	ask_for("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
	ask_for("bad\r\n\r\n");
	ask_for("GET /path HTTP/1.1\r\nHost: alias\r\n\r\n");
	al_stop_failing();
	stop();
}

static void life(void)
{
	struct evhttp *server = evhttp_new(base), *host;
	CHECK(server || al.failed);
	if (!server)
		return;
	CHECK(evhttp_bind_socket(server, "127.0.0.1", 0) == 0 || al.failed);
	CHECK(evhttp_set_cb(server, "/", answer, NULL) == 0 || al.failed);
	CHECK(evhttp_add_server_alias(server, "a") == 0 || al.failed);
	host = evhttp_new(base);
	if (host && evhttp_add_virtual_host(server, "b", host) != 0) {
		CHECK(al.failed);
		evhttp_free(host);
	}
	evhttp_free(server);
}

int main(void)
{
	al_start();
	requests();
	al_every_failure("requests", requests);
	base = event_base_new();
	life();
	al_every_failure("servers", life);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
