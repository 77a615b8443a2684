// run: once
// evhttp_start: a server on the base of event_init().
#include "serve.h"
#include <event.h>
#include <evhttp.h>

static void quiet(struct evhttp_request *req, void *arg)
{
	SAY("asked for %s\n", evhttp_request_uri(req));
	evhttp_send_reply(req, 200, "OK", NULL);
}

static void note_port(struct evhttp_bound_socket *bound, void *arg)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	CHECK(!getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len));
	server_port = ntohs(sin.sin_port);
}

int main(void)
{
	one_processor();
	base = event_init();
	http = evhttp_start("127.0.0.1", 0);
	CHECK(http != NULL);
	evhttp_foreach_bound_socket(http, note_port, NULL);
	SAY("taken: %d\n", evhttp_start("127.0.0.1", server_port) != NULL);
	SAY("no host: %d\n", evhttp_start("256.1.1.1", 0) != NULL);
	evhttp_set_gencb(http, quiet, NULL);
	connect_client();
	client_send("GET /x HTTP/1.1\r\n\r\n", 19);
	SAY("%.12s\n", reply);
	client_close();
	stop();
	return t_result();
}
