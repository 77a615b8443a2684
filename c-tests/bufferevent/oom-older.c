// run: once
// on: ours
// bufferevent_new, another base, and groups of rate limits with any request refused: NULL or -1 and nothing is lost, or
// one that works.
#include "bufferevent/oom.h"
#include <event2/bufferevent_compat.h>
#include <event2/event_compat.h>

static struct event_base *base, *other;
static int errors;

static void on_data(struct bufferevent *bev, void *arg) {}
static void on_error(struct bufferevent *bev, short what, void *arg) { errors++; }

static void moved(int fd[2])
{
	struct bufferevent *bev = bufferevent_new(fd[0], on_data, NULL, on_error, NULL);
	struct evbuffer *to = evbuffer_new();
	CHECK((bev && to) || al.failed);
	if (bev) {
		CHECK(bufferevent_base_set(other, bev) == 0);
		bufferevent_settimeout(bev, 1000, 1000);
		bufferevent_enable(bev, EV_READ | EV_WRITE);
		bufferevent_write(bev, "out", 3);
		bufferevent_trigger_event(bev, BEV_EVENT_ERROR, BEV_TRIG_DEFER_CALLBACKS);
		settle(other);
		if (to)
			CHECK(bufferevent_read_buffer(bev, to) == 0 && evbuffer_get_length(to) <= 2);
		/* What cannot be read or written without memory may be told, too. */
		CHECK(errors == 1 || al.failed);
		al_stop_failing();
		bufferevent_free(bev);
	}
	if (to)
		evbuffer_free(to);
}

/* Members of a group that is gone are limited no more. */
static void grouped(int fd)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, NULL);
	struct ev_token_bucket_cfg *more = ev_token_bucket_cfg_new(1000, 1000, 1000, 1000, NULL);
	struct bufferevent_rate_limit_group *group = cfg ? bufferevent_rate_limit_group_new(base, cfg) : NULL;
	struct bufferevent *bev = bufferevent_socket_new(base, fd, 0);
	CHECK((cfg && more && group && bev) || al.failed);
	if (group && bev && more) {
		int joined = bufferevent_add_to_rate_limit_group(bev, group);
		CHECK(joined == 0 || al.failed);
		CHECK(bufferevent_rate_limit_group_set_cfg(group, more) == 0 || al.failed);
		bufferevent_rate_limit_group_set_min_share(group, 1);
		CHECK(bufferevent_rate_limit_group_decrement_read(group, 5000) == 0 || al.failed);
		CHECK(bufferevent_decrement_write_limit(bev, 1) == -1 || al.failed);
		settle(base);
		CHECK(bufferevent_remove_from_rate_limit_group(bev) == 0 || al.failed);
	}
	al_stop_failing();
	if (bev)
		bufferevent_free(bev);
	settle(base);
	if (group)
		bufferevent_rate_limit_group_free(group);
	if (cfg)
		ev_token_bucket_cfg_free(cfg);
	if (more)
		ev_token_bucket_cfg_free(more);
}

/* Bases that are new each time have to allocate what they keep about fds. */
static void scenario(int part)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	al_stop_failing();
	t_pair(fd);
	fd_put(fd[1], "in");
	base = event_init();
	other = event_base_new();
	errors = 0;
	al_fail(n, all);
	if (part == 0)
		moved(fd);
	else
		grouped(fd[0]);
	al_stop_failing();
	settle(base);
	settle(other);
	event_base_free(base);
	event_base_free(other);
	close(fd[0]);
	close(fd[1]);
}

static void move(void) { scenario(0); }
static void group(void) { scenario(1); }

int main(void)
{
	al_start();
	warm_up(move);
	al_every_failure("another base", move);
	warm_up(group);
	al_every_failure("a group", group);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
