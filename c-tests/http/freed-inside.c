// run: once
// on: ours
// The program frees the connection or the server in the callbacks that make bufferevents and pages, hear of new
// requests, visit sockets and know methods. The original reads freed memory then.
#include "serve.h"

enum { CONNECTION, SERVER };
static int what, calls, at, knows;
static struct evhttp_connection *conn;

static void free_it(void)
{
	SAY("[freed] ");
	if (what == CONNECTION) {
		evhttp_connection_free(conn);
	} else {
		evhttp_free(http);
		http = NULL;
	}
}

static int new_request(struct evhttp_request *req, void *arg)
{
	conn = evhttp_request_get_connection(req);
	if (++calls == at)
		free_it();
	return 0;
}

static int refuse_request(struct evhttp_request *req, void *arg) { new_request(req, arg); return -1; }

static struct bufferevent *make(struct event_base *b, void *arg)
{
	free_it();
	return arg ? bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE) : NULL;
}

static int page(struct evhttp_request *req, struct evbuffer *buf, int code, const char *reason, void *arg)
{
	conn = evhttp_request_get_connection(req);
	free_it();
	if (arg)
		evbuffer_add(buf, "own", 3);
	return arg ? 0 : -1;
}

static int method(struct evhttp_ext_method *m)
{
	if (!m->method)
		return -1;
	free_it();
	m->type = EVHTTP_REQ_MAX << 1;
	return knows ? 0 : -1;
}

static void each(struct evhttp_bound_socket *bound, void *arg)
{
	if (what == SERVER)
		free_it();
	else
		evhttp_del_accept_socket(http, bound);
}

static void end(void)
{
	if (http) {
		stop_serving();
		return;
	}
	run();
	event_base_free(base);
	base = NULL;
}

static void try(const char *text)
{
	int fd = client();
	puts_to(fd, text);
	say_short(fd);
	close(fd);
	end();
}

static void serve_new(int (*cb)(struct evhttp_request *, void *), int number, const char *name)
{
	serve(ok, NULL);
	evhttp_set_newreqcb(http, cb, NULL);
	calls = 0;
	at = number;
	SAY("%s %d: ", name, number);
}

int main(void)
{
	static int yes;
	for (what = CONNECTION; what <= SERVER; what++) {
		for (int i = 1; i <= 2; i++) {
			serve_new(new_request, i, "new request");
			try("GET / " V11 "GET / " V11);
		}
		serve_new(refuse_request, 1, "refused");
		try("GET / " V11);
		for (int i = 0; i < 2; i++) {
			serve(NULL, NULL);
			evhttp_set_errorcb(http, page, i ? &yes : NULL);
			SAY("page: ");
			try("nonsense" END);
		}
		for (knows = 0; knows < 2; knows++) {
			serve_new(new_request, 0, "method");
			evhttp_set_ext_method_cmp(http, method);
			try("STRANGE / " V11);
		}
		serve(ok, NULL);
		evhttp_accept_socket(http, listening());
		evhttp_foreach_bound_socket(http, each, NULL);
		SAY("sockets\n");
		end();
	}
	what = SERVER;
	for (int i = 0; i < 2; i++) {
		serve(ok, NULL);
		evhttp_set_bevcb(http, make, i ? &yes : NULL);
		SAY("bufferevent: ");
		try("GET / " V11);
	}
	return t_result();
}
