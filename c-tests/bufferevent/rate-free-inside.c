// run: once
// on: ours
// A rate limit lets go on what has paused, and a callback of what comes then ends the limit: the group is left and
// freed, or the limit of its own taken away. (The original goes on with what is freed.)
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static struct bufferevent_rate_limit_group *group;
static struct ev_token_bucket_cfg *cfg;
static int own;

static void end_limit(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	SAY(" came %zu\n", info->n_added);
	if (own) {
		CHECK(bufferevent_set_rate_limit(pair[1], NULL) == 0);
		ev_token_bucket_cfg_free(cfg);
	} else {
		CHECK(bufferevent_remove_from_rate_limit_group(pair[1]) == 0);
		bufferevent_rate_limit_group_free(group);
	}
}

static void run(int is_own)
{
	own = is_own;
	SAY("%s\n", own ? "own limit" : "group");
	cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, MS(1000));
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_enable(pair[1], EV_READ | EV_WRITE);
	if (own) {
		CHECK(bufferevent_set_rate_limit(pair[1], cfg) == 0);
		CHECK(bufferevent_decrement_read_limit(pair[1], 10) == 0);
		CHECK(bufferevent_decrement_write_limit(pair[1], 10) == 0);
	} else {
		group = bufferevent_rate_limit_group_new(base, cfg);
		ev_token_bucket_cfg_free(cfg);
		CHECK(bufferevent_add_to_rate_limit_group(pair[1], group) == 0);
		CHECK(bufferevent_rate_limit_group_decrement_read(group, 10) == 0);
		CHECK(bufferevent_rate_limit_group_decrement_write(group, 10) == 0);
	}
	settle(base);
	put_text(pair[0], "text");
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[1])) == 0);
	evbuffer_add_cb(bufferevent_get_input(pair[1]), end_limit, NULL);
	if (own)
		bufferevent_decrement_read_limit(pair[1], -10);
	else
		bufferevent_rate_limit_group_decrement_read(group, -10);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[1])) == 4);
	/* Nothing pauses any more. */
	bufferevent_enable(pair[0], EV_READ);
	put_text(pair[1], "back");
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[0])) == 4);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
}

int main(void)
{
	base = event_base_new();
	run(0);
	run(1);
	CHECK(event_base_dispatch(base) == 1);
	event_base_free(base);
	return t_result();
}
