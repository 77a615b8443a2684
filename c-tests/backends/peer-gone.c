/* TCP: which bits a callback gets for a refused connect, a reset, an orderly close. */
#include "backends/kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct event_base *base;

static void
ran(evutil_socket_t fd, short what, void *name)
{
	int err = 0;
	socklen_t len = sizeof err;
	char c;
	ssize_t n;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len);
	errno = 0;
	n = read(fd, &c, 1);
	SAY("  %s: %s, pending error %s, read %zd %s\n", (const char *)name, t_what(what), t_errno(err), n,
	    n < 0 ? t_errno(errno) : "");
}

static int
tcp(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
}

static int
listener(struct sockaddr_in *sin)
{
	socklen_t len = sizeof *sin;
	int fd = tcp();

	memset(sin, 0, sizeof *sin);
	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(bind(fd, (struct sockaddr *)sin, sizeof *sin) == 0 && listen(fd, 5) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)sin, &len) == 0);
	return fd;
}

static void
refused(short what)
{
	struct sockaddr_in sin;
	int l = listener(&sin), fd = tcp(), r;
	struct event *ev = event_new(base, fd, what, ran, "refused");

	close(l);
	r = connect(fd, (struct sockaddr *)&sin, sizeof sin);
	CHECK(r < 0 && (errno == EINPROGRESS || errno == ECONNREFUSED));
	SAY("connect refused, waiting for %s\n", t_what(what));
	event_add(ev, NULL);
	event_base_loop(base, EVLOOP_ONCE);
	event_free(ev);
	close(fd);
}

static void
ended(const char *name, short what, int reset)
{
	struct sockaddr_in sin;
	struct linger now = { 1, 0 };
	int l = listener(&sin), fd = tcp(), far;
	struct event *ev = event_new(base, fd, what, ran, (void *)name);

	SAY("%s, waiting for %s\n", name, t_what(what));
	connect(fd, (struct sockaddr *)&sin, sizeof sin);
	while ((far = accept(l, NULL, NULL)) < 0)
		;
	if (reset)
		setsockopt(far, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(far);
	event_add(ev, NULL);
	event_base_loop(base, EVLOOP_ONCE);
	event_free(ev);
	close(fd);
	close(l);
}

int
main(void)
{
	static const short kinds[] = { EV_READ, EV_WRITE, EV_READ | EV_WRITE };

	base = event_base_new();
	for (int i = 0; i < 3; ++i) {
		refused(kinds[i]);
		ended("reset", kinds[i], 1);
		if (i != 2)
			ended("closed", kinds[i], 0);
	}
	event_base_free(base);
	return t_result();
}
