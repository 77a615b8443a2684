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

/* In the handshake, while TLS waits to write and has yet to read what came last. A pair tells of its end once. */
static void cut_while_full(void)
{
	struct side one;
	struct bufferevent *pair[2];
	CHECK(bufferevent_pair_new(base, BEV_OPT_CLOSE_ON_FREE, pair) == 0);
	bufferevent_enable(pair[0], EV_READ);
	bufferevent_enable(pair[1], EV_READ);
	put_text(pair[1], "H");
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[0])) == 1);
	toy_init(&one.toy, 1);
	one.toy.pipe = 2;
	side_on(&one, pair[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_disable(pair[0], EV_WRITE);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_output(pair[0])) == 2);
	bufferevent_flush(pair[1], EV_WRITE, BEV_FINISHED);
	settle(base);
	CHECK(same(one.log.text, ""));
	bufferevent_enable(pair[0], EV_WRITE);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[1])) == TOY_HEAD + 1);
	CHECK(same(one.log.text, " event ERROR"));
	bufferevent_free(one.bev);
	bufferevent_free(pair[1]);
	settle(base);
	toy_done(&one.toy);
}

/* Reading has ended, and writing wants to read: before the end, or after it. */
static void cut_for_writing(int before)
{
	struct side both[2];
	sides_init(both);
	sides_over_filters(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	CHECK(bufferevent_tls_set_flags(both[0].bev, BUFFEREVENT_SSL_DIRTY_SHUTDOWN) == 0);
	both[0].toy.hello_first = both[1].toy.mute = 1;
	if (before)
		put_text(both[0].bev, "text");
	settle(base);
	shutdown(bufferevent_getfd(both[1].bev), SHUT_WR);
	settle(base);
	if (!before) {
		CHECK(same(both[0].log.text, " event EOF"));
		put_text(both[0].bev, "text");
	}
	settle(base);
	CHECK(same(both[0].log.text, " event EOF event WRITING|EOF"));
	sides_free(both, base);
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
	cut_while_full();
	cut_for_writing(0);
	cut_for_writing(1);
	event_base_free(base);
	return t_result();
}
