// run: once
// What a pair refuses: a socket, and to be connecting; and the odd values its getters give.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *pair[2];
	int fd[2];
	t_pair(fd);
	CHECK(bufferevent_pair_new(base, BEV_OPT_CLOSE_ON_FREE, pair) == 0);
	SAY("fd %d\n", (int)bufferevent_getfd(pair[0]));
	SAY("setfd %d", bufferevent_setfd(pair[0], fd[0]));
	SAY(", fd %d\n", (int)bufferevent_getfd(pair[0]));
	SAY("connect without an address %d\n", bufferevent_socket_connect(pair[0], NULL, 0));
	SAY("underlying %s\n", bufferevent_get_underlying(pair[0]) ? "there" : "none");
	SAY("flush with an unknown mode %d\n", bufferevent_flush(pair[0], EV_READ | EV_WRITE, 77));
	SAY("max to %zd %zd\n", bufferevent_get_max_to_read(pair[0]), bufferevent_get_max_to_write(pair[0]));
	settle(base);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
	SAY("open %d\n", fd_open(fd[0]));
	close(fd[0]);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
