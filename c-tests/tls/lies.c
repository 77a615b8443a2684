// on: ours
// A provider that claims to have transferred nothing, or more than it was given, and one whose output was changed
// behind its back: an event ERROR, and nothing worse.
#include "tls/kit.h"

static struct event_base *base;

static void lie(talk_fn over, int lie, int reading)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	both[0].toy.lie = lie;
	put_text(both[reading].bev, "text");
	settle(base);
	CHECK(same(both[0].log.text, reading ? " event READING|ERROR" : " event WRITING|ERROR"));
	CHECK(bufferevent_tls_get_error(both[0].bev) == 0);
	CHECK(evbuffer_get_length(bufferevent_get_input(both[0].bev)) == 0);
	sides_free(both, base);
}

/* The program takes output away that TLS has seen. */
static void output_changed(talk_fn over)
{
	struct side both[2];
	sides_init(both);
	over(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	both[0].toy.hello_first = both[1].toy.mute = 1;
	put_text(both[0].bev, "to be changed");
	settle(base);
	CHECK(evbuffer_drain(bufferevent_get_output(both[0].bev), 5) == 0);
	both[1].toy.mute = 0;
	put_text(both[1].bev, "");
	bufferevent_disable(both[1].bev, EV_READ);
	bufferevent_enable(both[1].bev, EV_READ);
	settle(base);
	CHECK(same(both[0].log.text, " event WRITING|ERROR"));
	CHECK(bufferevent_tls_get_error(both[0].bev) == TOY_BAD_RETRY);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	for (int reading = 0; reading < 2; reading++) {
		for (int i = 0; i < 3; i++) {
			static const int lies[] = { -1, 1, 1 << 30 };
			lie(sides_over_sockets, lies[i], reading);
			lie(sides_over_filters, lies[i], reading);
		}
	}
	output_changed(sides_over_sockets);
	output_changed(sides_over_filters);
	event_base_free(base);
	return t_result();
}
