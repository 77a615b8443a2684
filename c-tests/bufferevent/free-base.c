// run: once
// Bufferevents of every kind are freed just before their base is: the base completes it. Sockets are closed and
// all memory is given back.
#include "bufferevent/kit.h"
#include "memory/alloc.h"

static void run(int options)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *pair[2], *lower, *filter;
	int fd[2], fd2[2];
	t_pair(fd);
	t_pair(fd2);
	sock = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_pair_new(base, options, pair) == 0);
	lower = bufferevent_socket_new(base, fd2[0], options | BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(lower, NULL, NULL, options | BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	b_say(sock, "sock");
	b_say(pair[0], "pair");
	b_say(filter, "filter");
	bufferevent_free(sock);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	bufferevent_free(filter);
	event_base_free(base);
	SAY("options %#x: sockets %s %s\n", options, fd_open(fd[0]) ? "open" : "closed",
	    fd_open(fd2[0]) ? "open" : "closed");
	close(fd[1]);
	close(fd2[1]);
}

int main(void)
{
	al_start();
	run(0);
	run(BEV_OPT_DEFER_CALLBACKS);
	run(BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	libevent_global_shutdown();
	SAY("%ld blocks left\n", al.live);
	return t_result();
}
