// on: ours
// Rate limits count the bytes of the program. When the bucket is empty nothing goes, though TLS holds more; when it
// is filled, the rest does.
#include "tls/kit.h"

static struct event_base *base;
static struct ev_token_bucket_cfg *cfg;

static void reading(talk_fn over)
{
	struct side both[2];
	struct evbuffer *in;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	in = bufferevent_get_input(both[1].bev);
	bufferevent_setcb(both[1].bev, NULL, NULL, log_event, &both[1].log);
	CHECK(bufferevent_set_rate_limit(both[1].bev, cfg) == 0);
	put_text(both[0].bev, "0123456789abcdefghij");
	settle(base);
	CHECK(evbuffer_get_length(in) == 10);
	CHECK(bufferevent_get_read_limit(both[1].bev) == 0);
	CHECK(bufferevent_decrement_read_limit(both[1].bev, -4) == 0);
	settle(base);
	CHECK(evbuffer_get_length(in) == 14);
	CHECK(bufferevent_set_rate_limit(both[1].bev, NULL) == 0);
	settle(base);
	CHECK(same(b_text(in), "0123456789abcdefghij"));
	sides_free(both, base);
}

static void writing(talk_fn over)
{
	struct side both[2];
	struct evbuffer *in;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	in = bufferevent_get_input(both[1].bev);
	bufferevent_setcb(both[1].bev, NULL, NULL, log_event, &both[1].log);
	CHECK(bufferevent_set_rate_limit(both[0].bev, cfg) == 0);
	put_text(both[0].bev, "0123456789abcdefghij");
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	CHECK(evbuffer_get_length(in) == 10);
	CHECK(bufferevent_get_write_limit(both[0].bev) == 0);
	CHECK(bufferevent_decrement_write_limit(both[0].bev, -4) == 0);
	settle(base);
	CHECK(evbuffer_get_length(in) == 14 && both[0].toy.calls.shutdown == 0);
	CHECK(bufferevent_set_rate_limit(both[0].bev, NULL) == 0);
	settle(base);
	CHECK(same(b_text(in), "0123456789abcdefghij"));
	CHECK(same(both[1].log.text, " event READING|EOF"));
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	cfg = ev_token_bucket_cfg_new(10, 20, 10, 20, &(struct timeval){ 3600, 0 });
	reading(sides_over_sockets);
	reading(sides_over_filters);
	writing(sides_over_sockets);
	writing(sides_over_filters);
	ev_token_bucket_cfg_free(cfg);
	event_base_free(base);
	return t_result();
}
