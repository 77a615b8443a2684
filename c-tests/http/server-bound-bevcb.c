// run: once
// on: ours
// evhttp_bound_set_bevcb: the bufferevents of the connections of one socket; it comes before the server's own.
#include "serve.h"

static int of_server, of_socket;

static struct bufferevent *for_server(struct event_base *b, void *arg)
{
	of_server++;
	CHECK(b == base && arg == &of_server);
	return bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE);
}

static struct bufferevent *for_socket(struct event_base *b, void *arg)
{
	of_socket++;
	CHECK(b == base && arg == &of_socket);
	return bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE);
}

static int is_served(void)
{
	int fd = client();
	puts_to(fd, "GET / HTTP/1.0" END);
	come(fd);
	close(fd);
	run();
	return !strncmp(answer, "HTTP/1.0 200", 12);
}

int main(void)
{
	struct evhttp_bound_socket *bound;

	serve(ok, NULL);
	evhttp_set_bevcb(http, for_server, &of_server);
	CHECK(is_served() && of_server == 1 && of_socket == 0);
	bound = evhttp_accept_socket_with_handle(http, listening());
	CHECK(is_served() && of_server == 2 && of_socket == 0);
	evhttp_bound_set_bevcb(bound, for_socket, &of_socket);
	CHECK(is_served() && of_server == 2 && of_socket == 1);
	/* Another socket of the same server. */
	CHECK(evhttp_accept_socket(http, listening()) == 0);
	CHECK(is_served() && of_server == 3 && of_socket == 1);
	stop_serving();
	return t_result();
}
