// run: once
// A group with a tick of an hour: its limit is shared, each member may use its share but never less than the least
// one; what the getters of group and members say; totals and their reset.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent_rate_limit_group *group;
static struct bufferevent *bev[3];
static int fd[3][2];

static void totals(void)
{
	ev_uint64_t read = 77, written = 77;
	bufferevent_rate_limit_group_get_totals(group, &read, &written);
	SAY(" totals %llu %llu\n", (unsigned long long)read, (unsigned long long)written);
}

static void show(const char *name)
{
	settle(base);
	SAY("%s: group %zd %zd\n", name, bufferevent_rate_limit_group_get_read_limit(group),
	    bufferevent_rate_limit_group_get_write_limit(group));
	for (int i = 0; i < 3; i++)
		SAY(" %d: in %zu, max to %zd %zd, own %d\n", i, evbuffer_get_length(bufferevent_get_input(bev[i])),
		    bufferevent_get_max_to_read(bev[i]), bufferevent_get_max_to_write(bev[i]),
		    bufferevent_get_read_limit(bev[i]) != EV_SSIZE_MAX);
	totals();
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(300, 600, 3000, 6000, &(struct timeval){ 3600, 0 });
	base = event_base_new();
	group = bufferevent_rate_limit_group_new(base, cfg);
	for (int i = 0; i < 3; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(base, fd[i][0], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], NULL, NULL, say_event, "bev");
		bufferevent_enable(bev[i], EV_READ);
	}
	show("new");
	for (int i = 0; i < 3; i++) {
		SAY("add %d\n", bufferevent_add_to_rate_limit_group(bev[i], group));
		show("added");
	}
	fd_put(fd[0][1], "some text");
	show("one has read");
	put_text(bev[1], "some more text");
	show("another has written");
	SAY("far end \"%s\"\n", fd_get(fd[1][1]));
	bufferevent_rate_limit_group_reset_totals(group);
	totals();
	SAY("less share %d\n", bufferevent_rate_limit_group_set_min_share(group, 0));
	SAY("200 off %d %d\n", bufferevent_rate_limit_group_decrement_read(group, 200),
	    bufferevent_rate_limit_group_decrement_write(group, 2980));
	show("little left");
	SAY("least share 50 %d\n", bufferevent_rate_limit_group_set_min_share(group, 50));
	show("little left");
	SAY("least share 10000 %d\n", bufferevent_rate_limit_group_set_min_share(group, 10000));
	show("too large a share");
	SAY("least share 100 %d\n", bufferevent_rate_limit_group_set_min_share(group, 100));
	SAY("remove %d\n", bufferevent_remove_from_rate_limit_group(bev[2]));
	SAY("remove again %d\n", bufferevent_remove_from_rate_limit_group(bev[2]));
	SAY("remove %d\n", bufferevent_remove_from_rate_limit_group(bev[1]));
	show("one is left");
	for (int i = 0; i < 3; i++) {
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	settle(base);
	bufferevent_rate_limit_group_get_totals(group, NULL, NULL);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
