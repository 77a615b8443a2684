// A write limit with a tick of an hour: writing stops when the bucket is empty and goes on when it is filled by
// hand or the limit is taken away. The write callback comes when the output is empty.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2];

static void show(const char *name)
{
	settle(base);
	SAY("%s: out %zu, limit %zd, max to %zd, far end \"%s\"\n", name,
	    evbuffer_get_length(bufferevent_get_output(bev)), bufferevent_get_write_limit(bev),
	    bufferevent_get_max_to_write(bev), fd_get(fd[1]));
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg;
	base = event_base_new();
	cfg = ev_token_bucket_cfg_new(100, 100, 10, 20, &(struct timeval){ 3600, 0 });
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, say_write, say_event, "bev");
	SAY("set %d\n", bufferevent_set_rate_limit(bev, cfg));
	put_text(bev, "0123");
	show("4 bytes");
	put_text(bev, "456789abcdefghijklmnopqrstuvwxyz");
	show("32 more");
	SAY("4 back %d\n", bufferevent_decrement_write_limit(bev, -4));
	show("4 back");
	put_text(bev, "ABC");
	show("3 more");
	SAY("20 off %d\n", bufferevent_decrement_write_limit(bev, 20));
	show("20 off");
	SAY("21 back %d\n", bufferevent_decrement_write_limit(bev, -21));
	show("21 back");
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_enable(bev, EV_WRITE);
	show("disabled and enabled");
	SAY("100 back %d\n", bufferevent_decrement_write_limit(bev, -100));
	show("100 back");
	put_text(bev, "more");
	show("4 more");
	bufferevent_decrement_write_limit(bev, 1000);
	put_text(bev, "the last");
	show("1000 off");
	SAY("no limit %d\n", bufferevent_set_rate_limit(bev, NULL));
	settle(base);
	SAY("out %zu, far end \"%s\"\n", evbuffer_get_length(bufferevent_get_output(bev)), fd_get(fd[1]));
	bufferevent_free(bev);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
