// run: once
// on: ours
// A client's connection is freed, or its request cancelled, by the function that knows the names of methods.
#include "serve.h"
#include <netinet/in.h>

#define STRANGE (EVHTTP_REQ_MAX << 1)
static struct evhttp_connection *evcon;
static struct evhttp_request *asked;
static int calls, at, cancels;

static int method(struct evhttp_ext_method *m)
{
	m->method = "STRANGE";
	if (++calls != at)
		return 0;
	if (cancels)
		evhttp_cancel_request(asked);
	else
		evhttp_connection_free(evcon);
	return 0;
}

static void done(struct evhttp_request *req, void *arg) { SAY("[done] "); }

int main(void)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	serve(ok, NULL);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	CHECK(!getsockname(evhttp_bound_socket_get_fd(bound), (void *)&sin, &len));
	for (at = 1; at <= 2; at++)
		for (cancels = at == 1 ? 0 : 1; cancels >= 0; cancels--) {
			evcon = evhttp_connection_base_new(base, NULL, "127.0.0.1", ntohs(sin.sin_port));
			evhttp_connection_set_ext_method_cmp(evcon, method);
			asked = evhttp_request_new(done, NULL);
			calls = 0;
			SAY("call %d%s: ", at, cancels ? ", cancelled" : "");
			int made = evhttp_make_request(evcon, asked, STRANGE, "/");
			CHECK(made == (at == 1 ? -1 : 0));
			for (int i = 0; i < 100 && calls < at; i++)
				event_base_loop(base, EVLOOP_ONCE);
			run();
			SAY("%d\n", calls);
			if (cancels)
				evhttp_connection_free(evcon);
		}
	stop_serving();
	return t_result();
}
