// A thread frees bufferevents while another runs their loop and their callbacks: the sockets are closed, and no
// callback comes after that.
#include "bufferevent/threads.h"

#define TIMES 200

struct state {
	int gone; /* set with the bufferevent's lock held */
};

static void on_read(struct bufferevent *bev, void *arg)
{
	struct state *state = arg;
	CHECK(!state->gone);
	CHECK(bufferevent_write_buffer(bev, bufferevent_get_input(bev)) == 0);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct state *state = arg;
	CHECK(!state->gone);
}

int main(void)
{
	struct state state[TIMES] = { { 0 } };
	struct loop loop;
	int ends = 0;
	CHECK(evthread_use_pthreads() == 0);
	loop_start(&loop);
	for (int i = 0; i < TIMES; i++) {
		struct bufferevent *bev;
		char buf[100];
		int fd[2];
		ssize_t n;
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
		evutil_make_socket_nonblocking(fd[0]);
		bev = bufferevent_socket_new(loop.base, fd[0], BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE |
		    (i % 2 ? BEV_OPT_DEFER_CALLBACKS : 0));
		bufferevent_setcb(bev, on_read, NULL, on_event, &state[i]);
		bufferevent_enable(bev, EV_READ);
		fd_put(fd[1], "ping");
		if (i % 3 == 0)
			CHECK(recv(fd[1], buf, 4, MSG_WAITALL) == 4);
		if (i % 5 == 0)
			fd_put(fd[1], "more");
		bufferevent_lock(bev);
		state[i].gone = 1;
		bufferevent_free(bev);
		bufferevent_unlock(bev);
		/* The far end sees the end at some time. */
		while ((n = recv(fd[1], buf, sizeof buf, 0)) > 0)
			;
		ends += n == 0 || errno == ECONNRESET;
		close(fd[1]);
	}
	SAY("%d ends\n", ends);
	loop_stop(&loop);
	event_base_free(loop.base);
	libevent_global_shutdown();
	return t_result();
}
