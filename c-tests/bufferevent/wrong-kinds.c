// run: once
// on: ours
// Functions for sockets on pairs and filters, and the other way round: an error, nothing leaked, nothing touched.
// The original takes one kind for another.
#include "bufferevent/kit.h"

static int lowest_fd(void)
{
	int fd = dup(0);
	close(fd);
	return fd;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *pair[2], *sock, *filter;
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), fd[2], lowest;
	t_pair(fd);
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	lowest = lowest_fd();
	CHECK(bufferevent_socket_connect(pair[0], (struct sockaddr *)&sin, sizeof sin) == -1);
	CHECK(bufferevent_socket_connect_hostname(pair[0], NULL, AF_INET, "127.0.0.1", ntohs(sin.sin_port)) != 0 ||
	    lowest_fd() == lowest);
	CHECK(lowest_fd() == lowest);
	CHECK(bufferevent_getfd(pair[0]) == -1);
	CHECK(bufferevent_pair_get_partner(sock) == NULL);
	CHECK(bufferevent_get_underlying(sock) == NULL && bufferevent_get_underlying(pair[0]) == NULL);
	filter = bufferevent_filter_new(pair[0], NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	CHECK(bufferevent_pair_get_partner(filter) == NULL);
	CHECK(bufferevent_socket_connect(filter, (struct sockaddr *)&sin, sizeof sin) == -1);
	CHECK(bufferevent_priority_set(filter, 0) == -1);
	CHECK(bufferevent_setfd(filter, fd[1]) == -1);
	CHECK(lowest_fd() == lowest);

	/* All still work. */
	bufferevent_enable(filter, EV_READ);
	put_text(pair[1], "through pair and filter");
	bufferevent_enable(sock, EV_READ);
	fd_put(fd[1], "through the socket");
	settle(base);
	CHECK(same(b_text(bufferevent_get_input(filter)), "through pair and filter"));
	CHECK(same(b_text(bufferevent_get_input(sock)), "through the socket"));
	bufferevent_free(filter);
	bufferevent_free(pair[1]);
	bufferevent_free(sock);
	settle(base);
	close(listener);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
