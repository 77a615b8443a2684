// run: once
// on: ours
// A bufferevent leaves a group in which it has paused for another one, and a callback of what comes then has it join a third:
// that is where it is afterwards. (In the original it is in two.)
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *pair[2];
static struct bufferevent_rate_limit_group *groups[3];

static void joins(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	SAY("came %zu\n", info->n_added);
	CHECK(bufferevent_add_to_rate_limit_group(pair[1], groups[2]) == 0);
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, MS(3600000));
	struct evbuffer_cb_entry *entry;
	base = event_base_new();
	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_enable(pair[1], EV_READ | EV_WRITE);
	for (int i = 0; i < 3; i++)
		groups[i] = bufferevent_rate_limit_group_new(base, cfg);
	CHECK(bufferevent_add_to_rate_limit_group(pair[1], groups[0]) == 0);
	CHECK(bufferevent_rate_limit_group_decrement_read(groups[0], 10) == 0);
	settle(base);
	put_text(pair[0], "text");
	CHECK(evbuffer_get_length(bufferevent_get_input(pair[1])) == 0);
	entry = evbuffer_add_cb(bufferevent_get_input(pair[1]), joins, NULL);
	CHECK(bufferevent_add_to_rate_limit_group(pair[1], groups[1]) == 0);
	CHECK(evbuffer_remove_cb_entry(bufferevent_get_input(pair[1]), entry) == 0);

	/* Only the third one has it pause. */
	for (int i = 0; i < 3; i++) {
		CHECK(bufferevent_rate_limit_group_decrement_read(groups[i], i ? 10 : 0) == 0);
		settle(base);
		put_text(pair[0], "more");
		SAY("group %d used up: %zu\n", i, evbuffer_get_length(bufferevent_get_input(pair[1])));
	}
	CHECK(bufferevent_remove_from_rate_limit_group(pair[1]) == 0);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	settle(base);
	for (int i = 0; i < 3; i++)
		bufferevent_rate_limit_group_free(groups[i]);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
