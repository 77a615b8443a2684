// run: once
// Data through a filter over a socket with any request refused: what the filter has taken is not lost, and all
// gets through when there is memory again.
#include "bufferevent/oom.h"

#define ALL 9000

static struct event_base *base;

/* Moves without needing memory of its own, when it can; keeps what it could not move. */
static enum bufferevent_filter_result move(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	if (evbuffer_get_length(src) == 0)
		return BEV_NEED_MORE;
	return evbuffer_add_buffer(dst, src) == 0 ? BEV_OK : BEV_ERROR;
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct bufferevent *sock, *filter;
	static char data[ALL], far[ALL * 2];
	size_t want = 0, got = 0;
	struct evbuffer *in;
	ssize_t r;

	al_stop_failing();
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, move, move, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	in = bufferevent_get_input(filter);
	bufferevent_enable(filter, EV_READ);
	memset(data, 'i', ALL);
	CHECK(write(fd[1], data, ALL) == ALL);
	al_fail(n, all);
	for (int i = 0; i < 3; i++) {
		memset(data, 'o', ALL / 3);
		if (bufferevent_write(filter, data, ALL / 3) == 0)
			want += ALL / 3;
		else
			CHECK(al.failed);
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		bufferevent_enable(sock, EV_READ);
	}
	al_stop_failing();
	for (int i = 0; i < 10; i++) {
		bufferevent_enable(sock, EV_READ | EV_WRITE);
		bufferevent_flush(filter, EV_READ | EV_WRITE, BEV_FLUSH);
		settle(base);
	}
	CHECK(evbuffer_get_length(in) == ALL);
	while ((r = recv(fd[1], far, sizeof far, MSG_DONTWAIT)) > 0)
		got += (size_t)r;
	CHECK(got == want);
	bufferevent_free(filter);
	settle(base);
	close(fd[1]);
}

int main(void)
{
	al_start();
	base = event_base_new();
	warm_up(scenario);
	al_every_failure("filter", scenario);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
