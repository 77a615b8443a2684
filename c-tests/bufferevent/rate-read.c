// A read limit with a tick of an hour: reading stops when the bucket is empty and goes on when it is filled by hand
// or the limit is taken away. Exact numbers all the way.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>
#include <sys/ioctl.h>

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2];

static void show(const char *name)
{
	int in_kernel = -1;
	settle(base);
	CHECK(ioctl(fd[0], FIONREAD, &in_kernel) == 0);
	SAY("%s: in %zu, in the kernel %d, limit %zd, max to %zd, %s\n", name,
	    evbuffer_get_length(bufferevent_get_input(bev)), in_kernel, bufferevent_get_read_limit(bev),
	    bufferevent_get_max_to_read(bev), event_pending(&bev->ev_read, EV_READ, NULL) ? "waits" : "does not wait");
	SAY(" enabled %s\n", t_what(bufferevent_get_enabled(bev)));
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg, *cfg2, *small;
	base = event_base_new();
	cfg = ev_token_bucket_cfg_new(10, 20, 100, 100, &(struct timeval){ 3600, 0 });
	cfg2 = ev_token_bucket_cfg_new(30, 60, 100, 100, &(struct timeval){ 3600, 0 });
	small = ev_token_bucket_cfg_new(2, 3, 100, 100, &(struct timeval){ 3600, 0 });
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, say_event, "bev");
	bufferevent_enable(bev, EV_READ);
	SAY("set %d\n", bufferevent_set_rate_limit(bev, cfg));
	CHECK(bufferevent_get_token_bucket_cfg(bev) == cfg);
	fd_put(fd[1], "0123");
	show("4 bytes");
	fd_put(fd[1], "456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz");
	show("68 more");
	SAY("4 back %d\n", bufferevent_decrement_read_limit(bev, -4));
	show("4 back");
	SAY("20 off %d\n", bufferevent_decrement_read_limit(bev, 20));
	show("20 off");
	SAY("20 back %d\n", bufferevent_decrement_read_limit(bev, -20));
	show("20 back");
	SAY("1 back %d\n", bufferevent_decrement_read_limit(bev, -1));
	show("1 back");
	SAY("0 off %d\n", bufferevent_decrement_read_limit(bev, 0));
	show("0 off");
	bufferevent_disable(bev, EV_READ);
	bufferevent_enable(bev, EV_READ);
	show("disabled and enabled");
	SAY("the same limit %d\n", bufferevent_set_rate_limit(bev, cfg));
	show("the same limit");
	SAY("another limit %d\n", bufferevent_set_rate_limit(bev, cfg2));
	CHECK(bufferevent_get_token_bucket_cfg(bev) == cfg2);
	show("another limit");
	bufferevent_decrement_read_limit(bev, -7);
	show("7 back");
	bufferevent_disable(bev, EV_READ);
	bufferevent_decrement_read_limit(bev, -1000);
	show("1000 back, disabled");
	SAY("a small limit %d\n", bufferevent_set_rate_limit(bev, small));
	show("a small limit, disabled");
	bufferevent_enable(bev, EV_READ);
	show("a small limit");
	SAY("no limit %d\n", bufferevent_set_rate_limit(bev, NULL));
	CHECK(bufferevent_get_token_bucket_cfg(bev) == NULL);
	CHECK(bufferevent_get_read_limit(bev) == EV_SSIZE_MAX && bufferevent_get_write_limit(bev) == EV_SSIZE_MAX);
	settle(base);
	SAY("in %zu, max to %zd\n", evbuffer_get_length(bufferevent_get_input(bev)), bufferevent_get_max_to_read(bev));
	SAY("no limit again %d\n", bufferevent_set_rate_limit(bev, NULL));
	bufferevent_free(bev);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	ev_token_bucket_cfg_free(cfg2);
	ev_token_bucket_cfg_free(small);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
