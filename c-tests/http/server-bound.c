// run: once
// The sockets of a server: evhttp_bind_*, evhttp_accept_socket_*, foreach, del, and whose the descriptors are.
#include "serve.h"
#include <netinet/in.h>

static int is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

static struct evhttp_bound_socket *seen[10];
static int nseen;
static void see(struct evhttp_bound_socket *bound, void *arg)
{
	CHECK(arg == &nseen);
	seen[nseen++] = bound;
}

static int count(void)
{
	nseen = 0;
	evhttp_foreach_bound_socket(http, see, &nseen);
	return nseen;
}

static void never(struct evconnlistener *lev, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
	SAY("the listener's own callback\n");
	close(fd);
}

static int port_of(int fd)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	return getsockname(fd, (void *)&sin, &len) ? -1 : ntohs(sin.sin_port);
}

int main(void)
{
	struct evhttp_bound_socket *one, *two, *three, *four, *five;
	struct evconnlistener *lev;
	int fd, tcp, c, port;

	signal(SIGPIPE, SIG_IGN);
	base = event_base_new();
	http = evhttp_new(base);
	evhttp_set_gencb(http, ok, NULL);
	SAY("none: %d\n", count());

	one = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	tcp = evhttp_bound_socket_get_fd(one);
	port = port_of(tcp);
	CHECK(one && port > 0);
	int type = fcntl(tcp, F_GETFL), reuse = -1, keep = -1;
	socklen_t len = sizeof(reuse);
	getsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &reuse, &len);
	getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, &keep, &len);
	SAY("nonblocking %d, close on exec %d, reuse address %d, keep alive %d\n", !!(type & O_NONBLOCK),
	    fcntl(tcp, F_GETFD) & FD_CLOEXEC, reuse, keep);
	lev = evhttp_bound_socket_get_listener(one);
	CHECK(evconnlistener_get_fd(lev) == tcp && evconnlistener_get_base(lev) == base);

	/* The port is taken; addresses that are none. */
	errno = 0;
	SAY("again: %d", evhttp_bind_socket(http, "127.0.0.1", port));
	SAY(" %s", t_errno(errno));
	SAY(" handle: %d\n", evhttp_bind_socket_with_handle(http, "127.0.0.1", port) != NULL);
	event_set_log_callback(t_log_line);
	SAY("no address: %d\n", evhttp_bind_socket(http, "300.1.1.1", 0));
	SAY("not ours: %d\n", evhttp_bind_socket(http, "192.0.2.1", 0));
	SAY("IPv6: %d\n", evhttp_bind_socket(http, "::1", 0));
	SAY("any: %d\n", evhttp_bind_socket(http, "0.0.0.0", 0));
	SAY("NULL: %d\n", evhttp_bind_socket(http, NULL, 0));
	SAY("now: %d, ", count());
	SAY("the first is first: %d\n", seen[0] == one);

	fd = listening();
	two = evhttp_accept_socket_with_handle(http, fd);
	CHECK(evhttp_bound_socket_get_fd(two) == fd);
	exchange("GET / " V11);
	lev = evconnlistener_new(base, never, NULL, LEV_OPT_CLOSE_ON_FREE, 0, listening());
	three = evhttp_bind_listener(http, lev);
	CHECK(evhttp_bound_socket_get_listener(three) == lev);
	exchange("GET / " V11);

	/* A listener that does not close its socket. */
	int kept = listening();
	four = evhttp_bind_listener(http, evconnlistener_new(base, never, NULL, 0, 0, kept));
	exchange("GET / " V11);
	evhttp_del_accept_socket(http, four);
	SAY("kept open: %d\n", is_open(kept));
	close(kept);

	/* Accepted connections live on when their socket goes. */
	fd = listening();
	five = evhttp_accept_socket_with_handle(http, fd);
	c = client();
	run();
	evhttp_del_accept_socket(http, five);
	SAY("del: open %d\n", is_open(fd));
	puts_to(c, "GET / " V11);
	say_short(c);
	close(c);

	/* Disabled: clients wait. */
	fd = listening();
	five = evhttp_accept_socket_with_handle(http, fd);
	evconnlistener_disable(evhttp_bound_socket_get_listener(five));
	c = client();
	puts_to(c, "GET / " V11);
	say_short(c);
	evconnlistener_enable(evhttp_bound_socket_get_listener(five));
	say_short(c);
	close(c);
	run();

	/* One that does not listen. */
	int bad[2];
	t_pair(bad);
	SAY("a pair: %d\n", evhttp_accept_socket(http, bad[0]));
	SAY("sockets: %d\n", count());
	int fds[10];
	for (int i = 0; i < nseen; i++)
		fds[i] = evhttp_bound_socket_get_fd(seen[i]);
	evhttp_free(http);
	int still = 0;
	for (int i = 0; i < nseen; i++)
		still += is_open(fds[i]);
	SAY("open after evhttp_free: %d of %d\n", still, nseen);
	close(bad[1]);
	event_base_free(base);
	return t_result();
}
