// on: ours
// The end comes while data is still held back, by a watermark or because reading is disabled: it is told after the
// data, once, with and without a farewell. A pair tells of its end at once, so that it has to be remembered.
#include "tls/kit.h"

static struct event_base *base;

static void over_pair(struct side both[2], struct event_base *b, int options)
{
	struct bufferevent *pair[2];
	CHECK(bufferevent_pair_new(b, options, pair) == 0);
	for (int i = 0; i < 2; i++)
		side_on(&both[i], pair[i], options);
}

static void run(talk_fn over, int farewell, int disabled)
{
	struct side both[2];
	struct bufferevent *below;
	struct evbuffer *in;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	settle(base);
	sides_connect(both, base);
	in = bufferevent_get_input(both[1].bev);
	bufferevent_setcb(both[1].bev, NULL, NULL, log_event, &both[1].log);
	CHECK(bufferevent_tls_set_flags(both[1].bev, BUFFEREVENT_SSL_DIRTY_SHUTDOWN) == 0);
	if (disabled)
		bufferevent_disable(both[1].bev, EV_READ);
	else
		bufferevent_setwatermark(both[1].bev, EV_READ, 0, 4);
	put_text(both[0].bev, "0123456789");
	settle(base);
	if (farewell)
		CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	below = bufferevent_get_underlying(both[0].bev);
	if (below)
		bufferevent_flush(below, EV_WRITE, BEV_FINISHED);
	bufferevent_free(both[0].bev);
	both[0].bev = NULL;
	settle(base);
	CHECK(same(both[1].log.text, ""));
	if (disabled) {
		CHECK(evbuffer_get_length(in) == 0);
		bufferevent_enable(both[1].bev, EV_READ);
		settle(base);
		CHECK(same(b_text(in), "0123456789"));
	} else {
		CHECK(same(b_text(in), "0123"));
		settle(base);
		CHECK(same(b_text(in), "4567"));
		settle(base);
		CHECK(same(b_text(in), "89"));
	}
	settle(base);
	CHECK(same(both[1].log.text, farewell || over == sides_over_sockets ? " event READING|EOF" : " event EOF"));
	bufferevent_enable(both[1].bev, EV_READ);
	settle(base);
	CHECK(strlen(both[1].log.text) <= strlen(" event READING|EOF"));
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int farewell = 0; farewell < 2; farewell++) {
		for (int disabled = 0; disabled < 2; disabled++) {
			run(sides_over_sockets, farewell, disabled);
			run(sides_over_filters, farewell, disabled);
			run(over_pair, farewell, disabled);
		}
	}
	event_base_free(base);
	return t_result();
}
