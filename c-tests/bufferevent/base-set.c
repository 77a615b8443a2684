// run: once
// bufferevent_base_set: a socket bufferevent moves to another base and works there, with what is enabled and with
// what waits to be written. Not a pair or a filter.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *one = event_base_new(), *two = event_base_new();
	struct bufferevent *bev, *pair[2], *filter;
	int fd[2], r;
	t_pair(fd);
	bev = bufferevent_socket_new(one, fd[0], BEV_OPT_CLOSE_ON_FREE);
	SAY("at once: %d\n", bufferevent_base_set(two, bev));
	CHECK(bufferevent_get_base(bev) == two);
	SAY("back: %d\n", bufferevent_base_set(one, bev));
	CHECK(bufferevent_get_base(bev) == one);
	b_say(bev, "bev");
	settle(one);

	SAY("while it waits for reading: %d\n", bufferevent_base_set(two, bev));
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	r = bufferevent_base_set(two, bev);
	SAY("disabled: %d\n", r);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	SAY(" (the second base)\n");
	settle(two);
	fd_put(fd[1], "text");
	settle(one);
	settle(two);
	put_text(bev, "answer");
	settle(two);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));

	CHECK(bufferevent_pair_new(one, 0, pair) == 0);
	SAY("pair: %d, still on the first base %d\n", bufferevent_base_set(two, pair[0]),
	    bufferevent_get_base(pair[0]) == one);
	filter = bufferevent_filter_new(pair[1], NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	SAY("filter: %d, still on the first base %d\n", bufferevent_base_set(two, filter),
	    bufferevent_get_base(filter) == one);
	bufferevent_free(filter);
	bufferevent_free(pair[0]);
	bufferevent_free(bev);
	event_base_free(one);
	event_base_free(two);
	close(fd[1]);
	return t_result();
}
