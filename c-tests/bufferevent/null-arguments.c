// run: once
// on: ours
// NULL where a bufferevent or another object is needed: an error, or nothing, and never a crash. The original
// crashes in most of these.
#include "bufferevent/kit.h"
#include <event2/bufferevent_compat.h>

static void no_bufferevent(void)
{
	bufferevent_data_cb data = NULL;
	bufferevent_event_cb event = NULL;
	struct evbuffer *buf = evbuffer_new();
	size_t low = 7, high = 7;
	void *arg = NULL;
	char text[4];
	CHECK(bufferevent_socket_connect(NULL, NULL, 0) == -1);
	CHECK(bufferevent_socket_connect_hostname(NULL, NULL, AF_INET, "127.0.0.1", 1) == -1);
	CHECK(bufferevent_base_set(NULL, NULL) == -1);
	CHECK(bufferevent_get_base(NULL) == NULL);
	CHECK(bufferevent_priority_set(NULL, 0) == -1);
	CHECK(bufferevent_get_priority(NULL) == -1);
	bufferevent_free(NULL);
	bufferevent_setcb(NULL, NULL, NULL, NULL, NULL);
	bufferevent_getcb(NULL, &data, &data, &event, &arg);
	CHECK(bufferevent_setfd(NULL, 0) == -1);
	CHECK(bufferevent_getfd(NULL) == -1);
	CHECK(bufferevent_get_underlying(NULL) == NULL);
	CHECK(bufferevent_write(NULL, "text", 4) == -1);
	CHECK(bufferevent_write_buffer(NULL, buf) == -1);
	CHECK(bufferevent_read(NULL, text, sizeof text) == 0);
	CHECK(bufferevent_read_buffer(NULL, buf) == -1);
	CHECK(bufferevent_get_input(NULL) == NULL && bufferevent_get_output(NULL) == NULL);
	CHECK(bufferevent_enable(NULL, EV_READ) == -1);
	CHECK(bufferevent_disable(NULL, EV_READ) == -1);
	CHECK(bufferevent_get_enabled(NULL) == 0);
	CHECK(bufferevent_set_timeouts(NULL, NULL, NULL) == -1);
	bufferevent_settimeout(NULL, 1, 1);
	bufferevent_setwatermark(NULL, EV_READ, 0, 0);
	CHECK(bufferevent_getwatermark(NULL, EV_READ, &low, &high) == -1);
	bufferevent_lock(NULL);
	bufferevent_unlock(NULL);
	bufferevent_incref(NULL);
	CHECK(bufferevent_decref(NULL) == 0);
	CHECK(bufferevent_flush(NULL, EV_READ, BEV_FLUSH) == -1);
	bufferevent_trigger(NULL, EV_READ, 0);
	bufferevent_trigger_event(NULL, BEV_EVENT_EOF, 0);
	CHECK(bufferevent_filter_new(NULL, NULL, NULL, 0, NULL, NULL) == NULL);
	CHECK(bufferevent_pair_get_partner(NULL) == NULL);
	CHECK(bufferevent_set_max_single_read(NULL, 1) == -1);
	CHECK(bufferevent_set_max_single_write(NULL, 1) == -1);
	CHECK(bufferevent_get_token_bucket_cfg(NULL) == NULL);
	CHECK(bufferevent_set_rate_limit(NULL, NULL) == -1);
	CHECK(bufferevent_remove_from_rate_limit_group(NULL) == -1);
	CHECK(bufferevent_add_to_rate_limit_group(NULL, NULL) == -1);
	CHECK(bufferevent_decrement_read_limit(NULL, 1) == -1);
	CHECK(bufferevent_decrement_write_limit(NULL, 1) == -1);
	bufferevent_get_max_single_read(NULL);
	bufferevent_get_max_single_write(NULL);
	bufferevent_get_max_to_read(NULL);
	bufferevent_get_max_to_write(NULL);
	bufferevent_get_read_limit(NULL);
	bufferevent_get_write_limit(NULL);
	bufferevent_socket_get_dns_error(NULL);
	evbuffer_free(buf);
}

static void no_group(void)
{
	ev_uint64_t n = 0;
	CHECK(bufferevent_rate_limit_group_set_cfg(NULL, NULL) == -1);
	CHECK(bufferevent_rate_limit_group_set_min_share(NULL, 1) == -1);
	CHECK(bufferevent_rate_limit_group_decrement_read(NULL, 1) == -1);
	CHECK(bufferevent_rate_limit_group_decrement_write(NULL, 1) == -1);
	bufferevent_rate_limit_group_get_read_limit(NULL);
	bufferevent_rate_limit_group_get_write_limit(NULL);
	bufferevent_rate_limit_group_get_totals(NULL, &n, &n);
	bufferevent_rate_limit_group_reset_totals(NULL);
	bufferevent_rate_limit_group_free(NULL);
	ev_token_bucket_cfg_free(NULL);
}

static void others(struct event_base *base)
{
	struct bufferevent *bev, *pair[2];
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(1, 1, 1, 1, NULL);
	CHECK(bufferevent_pair_new(NULL, 0, pair) == -1);
	CHECK(bufferevent_pair_new(base, 0, NULL) == -1);
	CHECK(bufferevent_rate_limit_group_new(NULL, cfg) == NULL);
	bev = bufferevent_socket_new(base, -1, 0);
	CHECK(bufferevent_base_set(NULL, bev) == -1);
	CHECK(bufferevent_get_base(bev) == base);
	CHECK(bufferevent_write_buffer(bev, NULL) == -1);
	CHECK(bufferevent_read_buffer(bev, NULL) == -1);
	CHECK(bufferevent_write(bev, NULL, 4) == -1);
	CHECK(bufferevent_read(bev, NULL, 4) == 0);
	CHECK(bufferevent_socket_connect_hostname(bev, NULL, AF_INET, NULL, 1) == -1 ||
	    bufferevent_socket_get_dns_error(bev) != 0);
	bufferevent_free(bev);
	ev_token_bucket_cfg_free(cfg);
}

int main(void)
{
	struct event_base *base = event_base_new();
	no_bufferevent();
	no_group();
	others(base);
	event_base_free(base);
	return t_result();
}
