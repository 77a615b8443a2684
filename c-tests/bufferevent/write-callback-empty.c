// run: once
// What calls the write callback though the output is empty: all that starts writing anew. Another socket, a rate
// limit set or taken away, a bucket that is filled again; not timeouts, watermarks or a priority.
#include "bufferevent/kit.h"

static struct event_base *base;

static void loop(const char *name)
{
	SAY("%s\n", name);
	settle(base);
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 20, 10, 10, &(struct timeval){ 3600, 0 });
	struct bufferevent_rate_limit_group *group;
	struct bufferevent *bev;
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, say_event, " bev");
	loop("new");
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	loop("timeouts");
	bufferevent_setwatermark(bev, EV_READ | EV_WRITE, 0, 10);
	loop("watermarks");
	bufferevent_priority_set(bev, 0);
	loop("priority");
	bufferevent_setfd(bev, fd[0]);
	loop("the same socket again");
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_setfd(bev, fd[0]);
	loop("and when writing is disabled");
	bufferevent_enable(bev, EV_WRITE);
	loop("enabled");
	bufferevent_set_rate_limit(bev, cfg);
	loop("limit set");
	bufferevent_decrement_write_limit(bev, 20);
	loop("limit used up");
	bufferevent_decrement_write_limit(bev, -20);
	loop("filled");
	bufferevent_decrement_write_limit(bev, 1);
	loop("a little used");
	bufferevent_set_rate_limit(bev, NULL);
	loop("limit taken away");
	group = bufferevent_rate_limit_group_new(base, cfg);
	bufferevent_add_to_rate_limit_group(bev, group);
	loop("in a group");
	bufferevent_rate_limit_group_decrement_write(group, 100);
	loop("used up");
	bufferevent_rate_limit_group_decrement_write(group, -100);
	loop("filled");
	bufferevent_remove_from_rate_limit_group(bev);
	loop("left");
	bufferevent_free(bev);
	bufferevent_rate_limit_group_free(group);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
