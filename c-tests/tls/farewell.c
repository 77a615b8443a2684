// on: ours
// bufferevent_flush(bev, EV_WRITE, BEV_FINISHED) sends a farewell after all output, and the other side gets
// READING|EOF, after all data, once. The way back stays open.
#include "tls/kit.h"

static struct event_base *base;

static void leave(talk_fn over, int options)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE | options);
	sides_connect(both, base);
	put_text(both[0].bev, "last words");
	CHECK(bufferevent_flush(both[0].bev, EV_READ, BEV_FINISHED) == 0);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FLUSH) == 0);
	CHECK(both[0].toy.calls.shutdown == 0);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	CHECK(both[0].toy.calls.shutdown == 0 || evbuffer_get_length(bufferevent_get_output(both[0].bev)) == 0);
	settle(base);
	sides_logged(both, " written", " read \"last words\" event READING|EOF");
	CHECK(both[0].toy.calls.shutdown == 1);
	CHECK(bufferevent_get_enabled(both[1].bev) == (EV_READ | EV_WRITE));
	bufferevent_enable(both[1].bev, EV_READ | EV_WRITE);
	put_text(both[1].bev, "answer");
	CHECK(bufferevent_flush(both[1].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	sides_logged(both, " read \"answer\" event READING|EOF", " written");
	CHECK(bufferevent_tls_get_error(both[0].bev) == 0 && bufferevent_tls_get_error(both[1].bev) == 0);
	sides_free(both, base);
}

/* Asked for before the handshake, and with nothing to say. */
static void leave_early(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	CHECK(both[0].toy.calls.shutdown == 0);
	settle(base);
	sides_logged(both, " event CONNECTED", " event CONNECTED event READING|EOF");
	sides_free(both, base);
}

/* Output that does not fit when the other side says farewell arrives all the same. */
static void answer_under_way(talk_fn over)
{
	static char data[1 << 20];
	struct side both[2];
	struct evbuffer *in;
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	in = bufferevent_get_input(both[0].bev);
	bufferevent_disable(both[0].bev, EV_READ);
	bufferevent_setcb(both[0].bev, NULL, NULL, log_event, &both[0].log);
	CHECK(bufferevent_write(both[1].bev, data, sizeof data) == 0);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_output(both[1].bev)) > 0);
	CHECK(bufferevent_flush(both[0].bev, EV_WRITE, BEV_FINISHED) == 0);
	settle(base);
	sides_logged(both, "", " event READING|EOF");
	bufferevent_enable(both[0].bev, EV_READ);
	UNTIL(base, evbuffer_get_length(in) == sizeof data);
	settle(base);
	sides_logged(both, "", " written");
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int defer = 0; defer < 2; defer++) {
		int options = defer ? BEV_OPT_DEFER_CALLBACKS : 0;
		leave(sides_over_sockets, options);
		leave(sides_over_filters, options);
	}
	answer_under_way(sides_over_sockets);
	answer_under_way(sides_over_filters);
	leave_early(sides_over_sockets);
	leave_early(sides_over_filters);
	event_base_free(base);
	return t_result();
}
