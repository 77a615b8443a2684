// on: ours
// bufferevent_replacefd, of libevent 2.2: as bufferevent_setfd, but the socket that was there is closed, as freeing
// would. What is in the buffers stays.
#include "bufferevent/kit.h"

static struct evbuffer *got;

static void on_read(struct bufferevent *bev, void *arg)
{
	evbuffer_add_buffer(got, bufferevent_get_input(bev));
}

static void on_event(struct bufferevent *bev, short what, void *arg) { CHECK(!bev); }

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev, *pair[2];
	int a[2], b[2], c[2];
	got = evbuffer_new();
	t_pair(a);
	t_pair(b);
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	bufferevent_disable(bev, EV_WRITE);
	put_text(bev, "early");
	CHECK(bufferevent_replacefd(bev, a[0]) == 0);
	CHECK(bufferevent_getfd(bev) == a[0]);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	fd_put(a[1], "from a");
	settle(base);
	CHECK(same(fd_get(a[1]), "early"));
	CHECK(same(b_text(got), "from a"));

	CHECK(bufferevent_replacefd(bev, b[0]) == 0);
	CHECK(bufferevent_getfd(bev) == b[0]);
	CHECK(!fd_open(a[0]));
	CHECK(same(fd_get(a[1]), "<end>"));
	/* The number is used again at once: that file is none of the bufferevent's business. */
	t_pair(c);
	CHECK(c[0] == a[0]);
	fd_put(c[1], "for someone else");
	fd_put(b[1], "from b");
	put_text(bev, "to b");
	settle(base);
	CHECK(same(fd_get(b[1]), "to b"));
	CHECK(same(b_text(got), "from b"));
	CHECK(same(fd_get(c[0]), "for someone else"));

	CHECK(bufferevent_replacefd(bev, -1) == 0);
	CHECK(bufferevent_getfd(bev) == -1 && !fd_open(b[0]));
	CHECK(same(fd_get(b[1]), "<end>"));
	CHECK(bufferevent_replacefd(bev, -1) == 0);
	bufferevent_free(bev);

	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	CHECK(bufferevent_replacefd(pair[0], c[0]) == -1);
	CHECK(bufferevent_replacefd(NULL, c[0]) == -1);
	CHECK(fd_open(c[0]));
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
	evbuffer_free(got);
	close(a[1]);
	close(b[1]);
	close(c[0]);
	close(c[1]);
	event_base_free(base);
	return t_result();
}
