// on: ours
// The other side goes without a farewell: READING|ERROR, or READING|EOF with BUFFEREVENT_SSL_DIRTY_SHUTDOWN; on top
// of another bufferevent, ERROR or EOF. It comes after all data, and once.
#include "tls/kit.h"

static struct event_base *base;

static void cut(talk_fn over, int allowed, const char *expected)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	if (allowed)
		CHECK(bufferevent_tls_set_flags(both[1].bev, BUFFEREVENT_SSL_DIRTY_SHUTDOWN) == 0);
	put_text(both[0].bev, "last words");
	event_base_loop(base, EVLOOP_NONBLOCK);
	bufferevent_free(both[0].bev);
	both[0].bev = NULL;
	settle(base);
	CHECK(same(both[1].log.text, expected));
	sides_free(both, base);
}

/* In the handshake. */
static void cut_early(int on_top, const char *expected)
{
	struct side one;
	int fd[2];
	t_pair(fd);
	toy_init(&one.toy, 1);
	if (on_top)
		side_on(&one, bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE), BEV_OPT_CLOSE_ON_FREE);
	else
		side_on_socket(&one, base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	CHECK(same(one.log.text, ""));
	/* Else the socket would be reset. */
	fd_get(fd[1]);
	close(fd[1]);
	settle(base);
	CHECK(same(one.log.text, expected));
	bufferevent_free(one.bev);
	settle(base);
	toy_done(&one.toy);
}

int main(void)
{
	base = event_base_new();
	cut(sides_over_sockets, 0, " read \"last words\" event READING|ERROR");
	cut(sides_over_sockets, 1, " read \"last words\" event READING|EOF");
	cut(sides_over_filters, 0, " read \"last words\" event ERROR");
	cut(sides_over_filters, 1, " read \"last words\" event EOF");
	cut_early(0, " event READING|ERROR");
	cut_early(1, " event ERROR");
	event_base_free(base);
	return t_result();
}
