// on: ours
// A provider with only the functions that are needed: data still comes, all of it, and what it cannot do fails or
// does nothing.
#include "tls/kit.h"

static struct event_base *base;

static void run(int on_top)
{
	struct bufferevent_tls_provider few = {
		.size = sizeof few,
		.set_fd = on_top ? NULL : toy_set_fd,
		.set_underlying = on_top ? toy_set_underlying : NULL,
		.handshake = toy_handshake,
		.read = toy_read,
		.write = toy_write,
	};
	struct side both[2];
	int fd[2];
	t_pair(fd);
	sides_init(both);
	for (int i = 0; i < 2; i++) {
		enum bufferevent_ssl_state start = START(&both[i]);
		both[i].bev = on_top
		    ? bufferevent_tls_filter_new(bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE), &few,
		        &both[i].toy, start, BEV_OPT_CLOSE_ON_FREE)
		    : bufferevent_tls_socket_new(base, fd[i], &few, &both[i].toy, start, BEV_OPT_CLOSE_ON_FREE);
		CHECK(bufferevent_tls_get_object(both[i].bev, &few) == &both[i].toy);
		b_log(both[i].bev, &both[i].log, i ? "server" : "client");
		CHECK(bufferevent_enable(both[i].bev, EV_READ) == 0);
	}
	sides_connect(both, base);
	/* One record, read in many pieces, though nobody says that there is more. */
	bufferevent_set_max_single_read(both[1].bev, 1);
	put_text(both[0].bev, "abcdef");
	settle(base);
	sides_logged(both, " written", " read \"abcdef\"");
	CHECK(bufferevent_tls_renegotiate(both[0].bev) == -1);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	sides_logged(both, "", "");
	both[0].toy.fail_read = 12;
	put_text(both[1].bev, "x");
	settle(base);
	sides_logged(both, " event READING|ERROR", " written");
	CHECK(bufferevent_tls_get_error(both[0].bev) == 0);
	for (int i = 0; i < 2; i++) {
		bufferevent_free(both[i].bev);
		toy_done(&both[i].toy);
	}
	settle(base);
	CHECK(!fd_open(fd[0]) && !fd_open(fd[1]));
}

int main(void)
{
	base = event_base_new();
	run(0);
	run(1);
	event_base_free(base);
	return t_result();
}
