// run: once
// Another configuration for a group: the limits follow it, the least share as well. A bufferevent moves between
// groups, has a limit of its own in a group, and is freed while a member.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;

static void show(const char *name, struct bufferevent_rate_limit_group *group)
{
	settle(base);
	SAY("%s: group %zd %zd", name, bufferevent_rate_limit_group_get_read_limit(group),
	    bufferevent_rate_limit_group_get_write_limit(group));
	SAY(", member max to %zd %zd\n", bufferevent_get_max_to_read(bev), bufferevent_get_max_to_write(bev));
}

static struct ev_token_bucket_cfg *config(size_t read, size_t write)
{
	return ev_token_bucket_cfg_new(read, read * 2, write, write * 2, &(struct timeval){ 3600, 0 });
}

int main(void)
{
	struct ev_token_bucket_cfg *c1 = config(1000, 2000), *c2 = config(10, 20), *c3 = config(5000, 6000);
	struct bufferevent_rate_limit_group *g1, *g2;
	struct bufferevent *other;
	base = event_base_new();
	g1 = bufferevent_rate_limit_group_new(base, c1);
	g2 = bufferevent_rate_limit_group_new(base, c2);
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	other = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_add_to_rate_limit_group(other, g1);
	SAY("add %d\n", bufferevent_add_to_rate_limit_group(bev, g1));
	SAY("add again %d\n", bufferevent_add_to_rate_limit_group(bev, g1));
	show("1000 2000 for two", g1);
	SAY("set lower %d\n", bufferevent_rate_limit_group_set_cfg(g1, c2));
	show("10 20", g1);
	SAY("set higher %d\n", bufferevent_rate_limit_group_set_cfg(g1, c3));
	show("5000 6000", g1);
	SAY("the same %d\n", bufferevent_rate_limit_group_set_cfg(g1, c3));
	bufferevent_rate_limit_group_decrement_read(g1, -20000);
	bufferevent_rate_limit_group_decrement_write(g1, -20000);
	show("20000 back", g1);
	bufferevent_rate_limit_group_set_cfg(g1, c1);
	show("1000 2000", g1);
	SAY("none %d\n", bufferevent_rate_limit_group_set_cfg(g1, NULL));
	SAY("move %d\n", bufferevent_add_to_rate_limit_group(bev, g2));
	show("10 20", g2);
	SAY("own limit as well %d\n", bufferevent_set_rate_limit(bev, c1));
	show("10 20, own 1000 2000", g2);
	SAY("move back %d\n", bufferevent_add_to_rate_limit_group(bev, g1));
	show("1000 2000, own 1000 2000", g1);
	SAY("own limit small %d\n", bufferevent_set_rate_limit(bev, c2));
	show("1000 2000, own 10 20", g1);
	SAY("small single reads %d\n", bufferevent_set_max_single_read(bev, 5));
	show("1000 2000, own 10 20, single 5", g1);
	SAY("no own limit %d\n", bufferevent_set_rate_limit(bev, NULL));
	show("1000 2000, single 5", g1);
	bufferevent_set_max_single_read(bev, 0);
	bufferevent_set_max_single_write(bev, 7);
	show("1000 2000, single write 7", g1);
	SAY("leave %d\n", bufferevent_remove_from_rate_limit_group(bev));
	show("left", g1);
	bufferevent_free(bev);
	bufferevent_free(other);
	settle(base);
	bufferevent_rate_limit_group_free(g1);
	bufferevent_rate_limit_group_free(g2);
	ev_token_bucket_cfg_free(c1);
	ev_token_bucket_cfg_free(c2);
	ev_token_bucket_cfg_free(c3);
	event_base_free(base);
	return t_result();
}
