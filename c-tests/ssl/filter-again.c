// run: once
// libs: -levent_openssl -lssl -lcrypto
// SSL is given up on a bufferevent, and a filter put in its place at once: that reads what comes when it is enabled, and not
// before.
#include "ssl/ssl.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *below, *filter;
	struct side side;
	struct raw peer;
	int fd[2];
	ssl_start(TLS1_2_VERSION);
	t_pair(fd);
	below = bufferevent_socket_new(base, fd[0], 0);
	memset(&side, 0, sizeof side);
	side.log.name = "side";
	side.is_server = 1;
	side_on(&side, base, below, 0);
	raw_init(&peer, 0, fd[1]);
	side_meet(&side, &peer, base);
	side_show(&side);

	bufferevent_free(side.bev);
	SSL_free(side.ssl);
	filter = bufferevent_filter_new(below, NULL, NULL, 0, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, say_event, "filter");
	fd_put(fd[1], "text");
	ssl_settle(base);
	SAY("below: in %zu\n", evbuffer_get_length(bufferevent_get_input(below)));
	bufferevent_enable(filter, EV_READ);
	ssl_settle(base);

	bufferevent_free(filter);
	bufferevent_free(below);
	ssl_settle(base);
	raw_free(&peer);
	close(fd[0]);
	event_base_free(base);
	return t_result();
}
