// run: once
// evconnlistener_new with sockets that cannot listen: NULL, errno, and the socket stays open. With
// a backlog of 0 it trusts that the socket listens, and a listener is made for anything.
#include "kit.h"

static struct event_base *base;

static void try(const char *name, int fd, int backlog)
{
	struct evconnlistener *lev;
	errno = 0;
	lev = evconnlistener_new(base, count, NULL, LEV_OPT_CLOSE_ON_FREE, backlog, fd);
	SAY("%s, backlog %d: %s, %s\n", name, backlog, lev ? "works" : "NULL",
	    lev ? "" : strerror(errno));
	if (lev) {
		SAY("  enable: %d\n", evconnlistener_enable(lev));
		SAY("  disable: %d\n", evconnlistener_disable(lev));
		CHECK(evconnlistener_get_fd(lev) == fd && evconnlistener_get_base(lev) == base);
		evconnlistener_free(lev);
		CHECK(!is_open(fd));
	} else if (fd >= 0 && is_open(fd)) {
		close(fd);
	}
}

int main(void)
{
	static const int backlogs[] = { -1, 0, 1 };
	base = event_base_new();
	for (int i = 0; i < 3; i++) {
		int pair[2], stale = dup(STDIN_FILENO);
		try("a socket", bound_socket(AF_INET, SOCK_STREAM), backlogs[i]);
		try("a datagram socket", bound_socket(AF_INET, SOCK_DGRAM), backlogs[i]);
		t_pair(pair);
		try("a connected socket", pair[0], backlogs[i]);
		close(pair[1]);
		CHECK(pipe2(pair, O_NONBLOCK) == 0);
		try("a pipe", pair[0], backlogs[i]);
		close(pair[1]);
		close(stale);
		try("a closed descriptor", stale, backlogs[i]);
		try("no descriptor", -1, backlogs[i]);
	}
	event_base_free(base);
	return t_result();
}
