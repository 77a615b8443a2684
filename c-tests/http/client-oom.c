// run: once
// on: ours
// A client with any request for memory refused: a request may fail, but its program hears of it, and nothing is lost.
#include "memory/alloc.h"
#include "peer.h"
#include <event2/http_stream.h>

static int calls, made;

static void count(struct evhttp_request *req, void *arg) { calls++; }

static int part(struct evhttp_request *req, struct evbuffer *out, void *arg)
{
	return evbuffer_add(out, "part", 4) ? -1 : 0;
}

static void taken(struct evhttp_request *req, struct evbuffer *body, void *arg) {}

static void ask_for(const char *uri, int streams, const char *response)
{
	struct evhttp_request *req = evhttp_request_new(count, NULL);
	struct evkeyvalq *headers;
	CHECK(req || al.failed);
	if (!req)
		return;
	headers = evhttp_request_get_output_headers(req);
	CHECK(evhttp_add_header(headers, "Host", "h") == 0 || al.failed);
	if (streams) {
		CHECK(evhttp_request_set_body_source(req, part, NULL, -1) == 0 || al.failed);
		CHECK(evhttp_request_set_body_cb(req, taken, NULL) == 0 || al.failed);
	} else {
		evbuffer_add(evhttp_request_get_output_buffer(req), "body", 4);
	}
	if (evhttp_make_request(evcon, req, EVHTTP_REQ_POST, uri))
		CHECK(al.failed);
	else
		made++;
	next_peer();
	take();
	if (peer >= 0) {
		(void)!send(peer, response, strlen(response), MSG_NOSIGNAL);
		run();
	}
}

static void requests(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	start();
	al_fail(n, all);
	calls = made = 0;
	evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", port);
	CHECK(evcon || al.failed);
	if (evcon) {
		evhttp_connection_set_retries(evcon, 1);
		evhttp_connection_set_local_address(evcon, "127.0.0.1");
		ask_for("/a", 0, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 3\r\n\r\nabc");
		ask_for("/b", 1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n");
		ask_for("/c", 0, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
		hang_up();
		run();
		/* Those that wait for a retry are freed with the connection. */
		CHECK(calls == made || al.failed);
		evhttp_connection_free(evcon);
	}
	al_stop_failing();
	hang_up();
	stop();
}

int main(void)
{
	al_start();
	requests();
	CHECK(calls == 3);
	al_every_failure("requests", requests);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
