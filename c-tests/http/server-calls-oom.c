// run: once
// on: ours
// What a program may do with a server and its requests, with any request for memory refused: listeners, limits, its own
// bufferevents, requests that it owns or pauses, errors. A request may be lost with its connection, but nothing else is.
#include "memory/alloc.h"
#include "serve.h"
#include <event2/http_stream.h>

static struct evhttp_request *owned;
static int completed, made;

static void complete(struct evhttp_request *req, void *arg) { completed++; }

static struct bufferevent *make_bev(struct event_base *of, void *arg)
{
	made++;
	return bufferevent_socket_new(of, -1, 0);
}

static int at_error(struct evhttp_request *req, struct evbuffer *page, int code, const char *reason, void *arg)
{
	return evbuffer_add_printf(page, "%d: %s", code, reason) < 0 ? -1 : 0;
}

REQUEST(on_request)
{
	const char *uri = evhttp_request_get_uri(req);
	evhttp_request_set_on_complete_cb(req, complete, NULL);
	if (!strcmp(uri, "/own")) {
		evhttp_request_own(req);
		owned = req;
	} else if (!strcmp(uri, "/error")) {
		evhttp_send_error(req, 500, NULL);
	} else {
		evhttp_send_reply(req, 200, "OK", NULL);
	}
}

static void exchange_quietly(const char *request)
{
	int fd = client();
	puts_to(fd, request);
	int is_closed = come(fd);
	CHECK(al.failed || owned || !strncmp(answer, "HTTP/1.1 ", 9));
	CHECK(is_closed || al.failed || owned || answer_len);
	if (owned) {
		struct evhttp_connection *evcon = evhttp_request_get_connection(owned);
		if (evcon)
			evhttp_connection_free(evcon);
		evhttp_request_free(owned);
		owned = NULL;
	}
	close(fd);
	run();
}

static void set_up(struct evhttp *server)
{
	evhttp_set_bevcb(server, make_bev, NULL);
	evhttp_set_errorcb(server, at_error, NULL);
	evhttp_set_max_headers_size(server, 1000);
	evhttp_set_max_body_size(server, 1000);
	evhttp_set_allowed_methods(server, EVHTTP_REQ_GET | EVHTTP_REQ_POST);
	CHECK(evhttp_set_cb(server, "/gone", on_request, NULL) == 0 || al.failed);
	CHECK(evhttp_del_cb(server, "/gone") == 0 || al.failed);
	CHECK(evhttp_add_server_alias(server, "gone") == 0 || al.failed);
	CHECK(evhttp_remove_server_alias(server, "gone") == 0 || al.failed);
}

/* A listener that the server takes, or does not. */
static void bind_one(void)
{
	struct sockaddr_un name = server_name;
	socklen_t len = server_name_len;
	int fd = listening();
	/* Clients go to the other one. */
	server_name = name;
	server_name_len = len;
	struct evconnlistener *listener = evconnlistener_new(base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE, 0, fd);
	CHECK(listener || al.failed);
	if (!listener) {
		close(fd);
		return;
	}
	struct evhttp_bound_socket *bound = evhttp_bind_listener(http, listener);
	CHECK(bound || al.failed);
	if (bound)
		evhttp_del_accept_socket(http, bound);
	else
		evconnlistener_free(listener);
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	al_stop_failing();
	serve(on_request, NULL);
	completed = made = 0;
	al_fail(n, all);
	set_up(http);
	bind_one();
	exchange_quietly("GET / " V11);
	exchange_quietly("POST /error HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
	exchange_quietly("POST /own HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
	exchange_quietly("POST /large HTTP/1.1\r\nContent-Length: 3000\r\n\r\n");
	exchange_quietly("PUT / " V11);
	al_stop_failing();
	CHECK(al.failed || (completed >= 2 && made == 5));
	exchange_quietly("GET / " V11);
	stop_serving();
}

int main(void)
{
	al_start();
	scenario();
	al_every_failure("calls", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
