// A group that runs out, with a tick of an hour: all its members stop, in the direction that is used up, and go on
// when it is filled by hand; a new member of an exhausted group stops as well, and one that leaves goes on.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent_rate_limit_group *group;
static struct bufferevent *bev[3];
static int fd[3][2];

static void show(const char *name)
{
	ev_uint64_t read, written;
	size_t in = 0;
	settle(base);
	for (int i = 0; i < 3; i++)
		in += evbuffer_get_length(bufferevent_get_input(bev[i]));
	bufferevent_rate_limit_group_get_totals(group, &read, &written);
	SAY("%s: group %zd %zd, totals %d %d, in all inputs %zu, waiting %d %d %d\n", name,
	    bufferevent_rate_limit_group_get_read_limit(group), bufferevent_rate_limit_group_get_write_limit(group),
	    (int)read, (int)written, in, event_pending(&bev[0]->ev_read, EV_READ, NULL) != 0,
	    event_pending(&bev[1]->ev_read, EV_READ, NULL) != 0, event_pending(&bev[2]->ev_read, EV_READ, NULL) != 0);
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(30, 30, 40, 40, &(struct timeval){ 3600, 0 });
	size_t out = 0;
	base = event_base_new();
	group = bufferevent_rate_limit_group_new(base, cfg);
	/* A share as large as the limit: a single read may use it up. */
	CHECK(bufferevent_rate_limit_group_set_min_share(group, 30) == 0);
	for (int i = 0; i < 3; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_enable(bev[i], EV_READ);
	}
	bufferevent_add_to_rate_limit_group(bev[0], group);
	bufferevent_add_to_rate_limit_group(bev[1], group);
	fd_put(fd[0][1], "0123456789012345678901234567890123456789");
	show("40 for a limit of 30");
	fd_put(fd[1][1], "01234567890123456789");
	show("20 for the other");
	bufferevent_add_to_rate_limit_group(bev[2], group);
	fd_put(fd[2][1], "0123456789");
	show("10 for a new member");
	SAY("fill %d\n", bufferevent_rate_limit_group_decrement_read(group, -40));
	show("40 back");
	bufferevent_rate_limit_group_decrement_read(group, 100);
	show("100 off");
	fd_put(fd[2][1], "0123456789");
	show("10 more for the new member");
	bufferevent_rate_limit_group_decrement_read(group, -70);
	show("70 back");
	bufferevent_remove_from_rate_limit_group(bev[2]);
	bufferevent_remove_from_rate_limit_group(bev[1]);
	bufferevent_remove_from_rate_limit_group(bev[0]);
	show("all have left");

	for (int i = 0; i < 2; i++) {
		bufferevent_add_to_rate_limit_group(bev[i], group);
		put_text(bev[i], "0123456789012345678901234567890123456789");
	}
	show("80 written by two");
	for (int i = 0; i < 2; i++)
		out += evbuffer_get_length(bufferevent_get_output(bev[i]));
	SAY("left in the outputs %zu\n", out);
	SAY("fill %d\n", bufferevent_rate_limit_group_decrement_write(group, -80));
	show("80 back");
	SAY("left in the outputs %zu\n", evbuffer_get_length(bufferevent_get_output(bev[0])) +
	    evbuffer_get_length(bufferevent_get_output(bev[1])));
	for (int i = 0; i < 3; i++) {
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	settle(base);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
