// run: once
// ev_token_bucket_cfg_new: which rates, bursts and ticks it takes, and what a bucket holds at first.
#include "bufferevent/kit.h"

static struct event_base *base;

static void try(size_t read_rate, size_t read_burst, size_t write_rate, size_t write_burst,
    const struct timeval *tick)
{
	struct ev_token_bucket_cfg *cfg;
	cfg = ev_token_bucket_cfg_new(read_rate, read_burst, write_rate, write_burst, tick);
	SAY("%zu/%zu %zu/%zu", read_rate, read_burst, write_rate, write_burst);
	if (tick)
		SAY(" tick %ld.%06ld", (long)tick->tv_sec, (long)tick->tv_usec);
	SAY(": %s", cfg ? "made" : "NULL");
	if (cfg) {
		struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
		SAY(", set %d", bufferevent_set_rate_limit(bev, cfg));
		SAY(", limit %zd %zd, max to %zd %zd", bufferevent_get_read_limit(bev),
		    bufferevent_get_write_limit(bev), bufferevent_get_max_to_read(bev),
		    bufferevent_get_max_to_write(bev));
		bufferevent_free(bev);
		settle(base);
		ev_token_bucket_cfg_free(cfg);
	}
	SAY("\n");
}

int main(void)
{
	size_t max = EV_RATE_LIMIT_MAX;
	base = event_base_new();
	try(100, 200, 300, 400, NULL);
	try(100, 100, 300, 300, NULL);
	try(101, 100, 300, 400, NULL);
	try(100, 200, 401, 400, NULL);
	try(0, 200, 300, 400, NULL);
	try(100, 200, 0, 400, NULL);
	try(0, 0, 0, 0, NULL);
	try(1, 1, 1, 1, NULL);
	try(max, max, max, max, NULL);
	try(1, max + 1, 1, 1, NULL);
	try(max + 1, max + 1, 1, 1, NULL);
	try(1, 1, 1, max + 1, NULL);
	try(1, 1, SIZE_MAX, SIZE_MAX, NULL);
	try(100, 200, 300, 400, &(struct timeval){ 0, 1000 });
	try(100, 200, 300, 400, &(struct timeval){ 3600, 0 });
	try(100000, 100000, 300000, 400000, &(struct timeval){ 0, 500000 });
	event_base_free(base);
	return t_result();
}
