// run: once
// on: ours
// bufferevent_new without a current base: made, and at work after bufferevent_base_set. The original crashes.
#include "bufferevent/kit.h"

#include <event2/bufferevent_compat.h>

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_new(fd[0], NULL, NULL, NULL, NULL);
	CHECK(bev != NULL);
	CHECK(bufferevent_get_base(bev) == NULL);
	CHECK(bufferevent_base_set(base, bev) == 0);
	CHECK(bufferevent_get_base(bev) == base);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "hello");
	settle(base);
	CHECK(same(b_text(bufferevent_get_input(bev)), "hello"));
	put_text(bev, "answer");
	settle(base);
	CHECK(same(fd_get(fd[1]), "answer"));
	bufferevent_free(bev);
	close(fd[0]);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
