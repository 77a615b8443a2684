// run: once
// The sockets of a server: bound, given, and taken away.
#include "serve.h"

static int count;

static void each(struct evhttp_bound_socket *bound, void *arg)
{
	CHECK(evhttp_bound_socket_get_fd(bound) >= 0);
	CHECK(evconnlistener_get_fd(evhttp_bound_socket_get_listener(bound)) == evhttp_bound_socket_get_fd(bound));
	count += *(int *)arg;
}

static int sockets(void)
{
	int one = 1;
	count = 0;
	evhttp_foreach_bound_socket(http, each, &one);
	return count;
}

static void quiet(struct evhttp_request *req, void *arg)
{
	SAY("  asked: %s\n", (char *)arg);
	evhttp_send_reply(req, 200, "OK", NULL);
}

static int port_of_fd(int fd)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	CHECK(!getsockname(fd, (struct sockaddr *)&sin, &len));
	return ntohs(sin.sin_port);
}

static void try(const char *what, int port)
{
	SAY("%s\n", what);
	server_port = port;
	connect_client();
	client_send("GET / HTTP/1.1\r\n\r\n", 18);
	SAY("  %.12s\n", reply);
	client_close();
}

static struct bufferevent *make(struct event_base *b, void *arg)
{
	SAY("  bufferevent asked for: %s\n", (char *)arg);
	return strcmp(arg, "none") ? bufferevent_socket_new(b, -1, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS) : NULL;
}

int main(void)
{
	struct evhttp_bound_socket *bound, *given;
	struct evconnlistener *listener;
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int fd, first;
	serve(quiet, "me");
	first = server_port;
	SAY("%d\n", sockets());
	SAY("taken: %d\n", evhttp_bind_socket(http, "127.0.0.1", first));
	SAY("no host: %d\n", evhttp_bind_socket(http, "256.1.1.1", 0));
	SAY("again: %d\n", evhttp_bind_socket(http, "127.0.0.1", 0));
	SAY("%d\n", sockets());
	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	try("another", port_of_fd(evhttp_bound_socket_get_fd(bound)));

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CHECK(!bind(fd, (struct sockaddr *)&sin, sizeof(sin)) && !listen(fd, 5));
	given = evhttp_accept_socket_with_handle(http, fd);
	CHECK(given && evhttp_bound_socket_get_fd(given) == fd);
	try("given", port_of_fd(fd));
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CHECK(!bind(fd, (struct sockaddr *)&sin, sizeof(sin)) && !listen(fd, 5));
	SAY("given: %d\n", evhttp_accept_socket(http, fd));
	listener = evconnlistener_new_bind(base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE, 5, (struct sockaddr *)&sin, sizeof(sin));
	CHECK(evhttp_bind_listener(http, listener) != NULL);
	try("listener", port_of_fd(evconnlistener_get_fd(listener)));
	SAY("%d\n", sockets());

	evhttp_del_accept_socket(http, given);
	evhttp_del_accept_socket(http, bound);
	SAY("%d\n", sockets());
	evhttp_set_bevcb(http, make, "one");
	try("with a bufferevent", first);
	evhttp_set_bevcb(http, make, "none");
	try("without", first);
	stop();
	return t_result();
}
