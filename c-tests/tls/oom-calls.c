// run: once
// on: ours
// The functions that change a connection, with any request refused: an error or success, but when there is memory
// again the connection begins, and all output arrives.
#include "tls/kit.h"
#include "bufferevent/oom.h"

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct event_base *base;
	struct bufferevent *bev;
	struct side both[2];

	al_stop_failing();
	t_pair(fd);
	/* A new base each time: what it keeps about fds has to be allocated. */
	base = event_base_new();
	sides_init(both);
	side_on_socket(&both[0], base, -1, BEV_OPT_CLOSE_ON_FREE);
	bev = both[0].bev;
	put_text(bev, "out");
	al_fail(n, all);
#define MAY_FAIL(call) do { int r_ = (call); CHECK(r_ == 0 || (r_ == -1 && al.failed)); } while (0)
	MAY_FAIL(bufferevent_set_timeouts(bev, MS(100000), MS(100000)));
	MAY_FAIL(bufferevent_setfd(bev, fd[0]));
	CHECK(bufferevent_getfd(bev) == fd[0] && both[0].toy.fd == fd[0]);
	MAY_FAIL(bufferevent_disable(bev, EV_READ | EV_WRITE));
	MAY_FAIL(bufferevent_enable(bev, EV_READ | EV_WRITE));
	MAY_FAIL(bufferevent_set_timeouts(bev, NULL, NULL));
	CHECK(bufferevent_tls_set_flags(bev, BUFFEREVENT_SSL_BATCH_WRITE) == 0);
	MAY_FAIL(bufferevent_flush(bev, EV_WRITE, BEV_FINISHED));
	CHECK(bufferevent_tls_renegotiate(bev) == -1);
	al_stop_failing();
	side_on_socket(&both[1], base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_disable(bev, EV_READ | EV_WRITE) == 0);
	CHECK(bufferevent_enable(bev, EV_READ | EV_WRITE) == 0);
	settle(base);
	sides_logged(both, " event CONNECTED written", " event CONNECTED read \"out\" event READING|EOF");
	sides_free(both, base);
	event_base_free(base);
}

int main(void)
{
	al_start();
	warm_up(scenario);
	al_every_failure("calls", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
