// run: once
// evhttp_start of http_compat.h, on the current base; evhttp_new without a base; several servers on one base.
#include "serve.h"
#include <event2/event_compat.h>
#include <event2/http_compat.h>
#include <netinet/in.h>

static int port_of_first;
static void see(struct evhttp_bound_socket *bound, void *arg)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	CHECK(getsockname(evhttp_bound_socket_get_fd(bound), (void *)&sin, &len) == 0);
	port_of_first = ntohs(sin.sin_port);
	SAY("bound, %s\n", sin.sin_addr.s_addr == htonl(INADDR_LOOPBACK) ? "127.0.0.1" : "another");
}

REQUEST(named) { reply_text(req, 200, "OK", arg); }

int main(void)
{
	struct evhttp *other;
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd;

	signal(SIGPIPE, SIG_IGN);
	base = event_init();
	http = evhttp_start("127.0.0.1", 0);
	if (!CHECK(http))
		return t_result();
	evhttp_foreach_bound_socket(http, see, NULL);
	evhttp_set_gencb(http, named, "started");
	SAY("port taken: %d\n", evhttp_start("127.0.0.1", port_of_first) != NULL);

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	sin.sin_port = htons(port_of_first);
	CHECK(connect(fd, (void *)&sin, sizeof(sin)) == 0);
	evutil_make_socket_nonblocking(fd);
	puts_to(fd, "GET / HTTP/1.0\r\n\r\n");
	char all[1000] = "";
	size_t n = 0;
	for (ssize_t got = -1; got != 0 && n < sizeof(all) - 1;) {
		run();
		got = recv(fd, all + n, sizeof(all) - 1 - n, 0);
		n += got > 0 ? got : 0;
		if (got < 0)
			sleep_ms(1);
	}
	SAY("%s\n", visible(all, without_dates(all, n)));
	close(fd);

	other = evhttp_new(base);
	CHECK(evhttp_accept_socket(other, listening()) == 0);
	evhttp_set_gencb(other, named, "another");
	exchange("GET / " V11);
	evhttp_free(other);

	/* Without a base it serves as a virtual host. */
	other = evhttp_new(NULL);
	evhttp_set_gencb(other, named, "without a base");
	SAY("add: %d\n", evhttp_add_virtual_host(http, "x", other));
	CHECK(evhttp_accept_socket(http, listening()) == 0);
	exchange("GET / HTTP/1.1\r\nHost: x" END);
	stop_serving();
	return t_result();
}
