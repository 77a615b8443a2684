// on: ours
// Another socket: a handshake begins, unless the connection was made open: it goes on there. TLS hears of each
// socket, and bufferevent_replacefd closes the old one.
#include "tls/kit.h"

static struct event_base *base;

static void given_later(void)
{
	struct side both[2];
	int fd[2];
	t_pair(fd);
	sides_init(both);
	side_on_socket(&both[0], base, -1, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_getfd(both[0].bev) == -1 && bufferevent_get_underlying(both[0].bev) == NULL);
	put_text(both[0].bev, "early");
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_NORMAL) == 0);
	settle(base);
	CHECK(both[0].toy.calls.handshake == 0);
	CHECK(bufferevent_setfd(both[0].bev, fd[0]) == 0);
	CHECK(bufferevent_getfd(both[0].bev) == fd[0] && both[0].toy.fd == fd[0]);
	side_on_socket(&both[1], base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	sides_logged(both, " event CONNECTED written", " event CONNECTED read \"early\"");

	sides_free(both, base);
	CHECK(!fd_open(fd[0]) && !fd_open(fd[1]));
}

/* One that was open when it was handed over goes on after a while without a socket, and on a copy of it. */
static void goes_on(void)
{
	struct side both[2];
	int fd[2], copy;
	t_pair(fd);
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		struct toy *toy = &both[i].toy;
		toy->open = toy->told_hello = toy->got_hello = toy->hellos = 1;
		toy->their_key = i ? 0x5a : 0xc3;
		both[i].bev = bufferevent_tls_socket_new(base, fd[i], &toy_provider, toy, BUFFEREVENT_SSL_OPEN,
		    BEV_OPT_CLOSE_ON_FREE);
		b_log(both[i].bev, &both[i].log, i ? "server" : "client");
		CHECK(bufferevent_enable(both[i].bev, EV_READ | EV_WRITE) == 0);
	}
	CHECK(bufferevent_setfd(both[0].bev, -1) == 0 && both[0].toy.fd == -1);
	CHECK(fd_open(fd[0]));
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == -1);
	put_text(both[0].bev, "kept");
	put_text(both[1].bev, "there");
	settle(base);
	sides_logged(both, "", " written");
	copy = dup(fd[0]);
	CHECK(bufferevent_setfd(both[0].bev, copy) == 0);
	settle(base);
	CHECK(strstr(both[0].log.text, " read \"there\"") && strstr(both[0].log.text, " written"));
	CHECK(!strstr(both[0].log.text, "CONNECTED"));
	CHECK(same(both[1].log.text, " read \"kept\""));
	CHECK(bufferevent_replacefd(both[0].bev, fd[0]) == 0);
	CHECK(!fd_open(copy) && fd_open(fd[0]));
	sides_free(both, base);
	CHECK(!fd_open(fd[0]) && !fd_open(fd[1]));
}

/* One that began with a handshake begins anew with each socket, though nothing has ended. */
static void begins_anew(void)
{
	struct side both[2], peer;
	int fd[2];
	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	t_pair(fd);
	CHECK(bufferevent_replacefd(both[0].bev, fd[0]) == 0);
	toy_init(&peer.toy, 0);
	side_on_socket(&peer, base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	put_text(both[0].bev, "again");
	settle(base);
	CHECK(same(peer.log.text, " event CONNECTED read \"again\""));
	sides_logged(both, " event CONNECTED written", " event READING|ERROR");
	sides_free(both, base);
	bufferevent_free(peer.bev);
	settle(base);
	toy_done(&peer.toy);
}

/* One that has ended begins anew. */
static void after_the_end(void)
{
	struct side both[2];
	int old;
	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	bufferevent_flush(both[1].bev, EV_WRITE, BEV_FINISHED);
	settle(base);
	sides_logged(both, " event READING|EOF", "");
	bufferevent_free(both[1].bev);
	settle(base);
	toy_done(&both[1].toy);
	toy_done(&both[0].toy);
	toy_init(&both[0].toy, 1);
	toy_init(&both[1].toy, 0);
	old = bufferevent_getfd(both[0].bev);
	{
		int fd[2];
		t_pair(fd);
		CHECK(bufferevent_replacefd(both[0].bev, fd[0]) == 0);
		CHECK(!fd_open(old));
		side_on_socket(&both[1], base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	}
	settle(base);
	put_text(both[1].bev, "again");
	settle(base);
	sides_logged(both, " event CONNECTED read \"again\"", " event CONNECTED written");
	sides_free(both, base);
}

static int other;
static struct toy *renewed;

/* The last data has come, and the program goes on with another connection. */
static void on_read(struct bufferevent *bev, void *log)
{
	log_read(bev, log);
	bufferevent_setcb(bev, log_read, log_write, log_event, log);
	toy_done(renewed);
	toy_init(renewed, 1);
	CHECK(bufferevent_replacefd(bev, other) == 0);
}

/* The end that came with that data is then none of the new socket's. */
static void before_the_end(void)
{
	struct side both[2];
	int fd[2];
	t_pair(fd);
	other = fd[0];
	renewed = &both[0].toy;
	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	bufferevent_setcb(both[0].bev, on_read, log_write, log_event, &both[0].log);
	bufferevent_disable(both[0].bev, EV_READ);
	put_text(both[1].bev, "last words");
	bufferevent_flush(both[1].bev, EV_WRITE, BEV_FINISHED);
	settle(base);
	bufferevent_enable(both[0].bev, EV_READ);
	settle(base);
	CHECK(same(both[0].log.text, " read \"last words\""));
	CHECK(bufferevent_getfd(both[0].bev) == fd[0]);
	close(fd[1]);
	sides_free(both, base);
}

/* On top of another, that one's socket counts. */
static void on_top(void)
{
	struct side both[2];
	struct bufferevent *below;
	int fd;
	sides_init(both);
	sides_over_filters(both, base, BEV_OPT_CLOSE_ON_FREE);
	below = bufferevent_get_underlying(both[0].bev);
	CHECK(below && below == both[0].toy.below && both[0].toy.calls.set_underlying == 1);
	fd = bufferevent_getfd(both[0].bev);
	CHECK(fd >= 0 && fd == bufferevent_getfd(below));
	sides_connect(both, base);
	CHECK(bufferevent_setfd(both[0].bev, -1) == 0);
	CHECK(bufferevent_getfd(below) == -1 && fd_open(fd));
	CHECK(bufferevent_setfd(both[0].bev, fd) == 0);
	put_text(both[0].bev, "on");
	settle(base);
	sides_logged(both, " written", " read \"on\"");
	CHECK(both[0].toy.calls.set_fd == 0);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	given_later();
	goes_on();
	begins_anew();
	after_the_end();
	before_the_end();
	on_top();
	event_base_free(base);
	return t_result();
}
