// run: once
// on: ours
// As in the original: on a socket, a timeout is told again and again and disables nothing, and has no direction in
// the handshake; on top of another bufferevent, it disables its direction. Writing has a time only with output.
#include "tls/kit.h"

static struct event_base *base;

static int starts_with(struct side *s, const char *text)
{
	int yes = !strncmp(s->log.text, text, strlen(text));
	if (!yes)
		same(s->log.text, text);
	return yes;
}

static void on_sockets(void)
{
	static unsigned char data[1 << 20];
	struct side both[2];
	sides_init(both);
	both[1].toy.mute = 1;
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_timeouts(both[0].bev, MS(5), MS(5));
	UNTIL(base, strlen(both[0].log.text) >= 2 * strlen(" event TIMEOUT"));
	CHECK(starts_with(&both[0], " event TIMEOUT event TIMEOUT"));
	sides_free(both, base);

	sides_init(both);
	sides_over_sockets(both, base, BEV_OPT_CLOSE_ON_FREE);
	sides_connect(both, base);
	bufferevent_set_timeouts(both[0].bev, MS(5), MS(5));
	UNTIL(base, strlen(both[0].log.text) >= 2 * strlen(" event READING|TIMEOUT"));
	CHECK(starts_with(&both[0], " event READING|TIMEOUT event READING|TIMEOUT"));
	bufferevent_disable(both[0].bev, EV_READ);
	bufferevent_disable(both[1].bev, EV_READ);
	both[0].log.text[0] = 0;
	bufferevent_write(both[0].bev, data, sizeof data);
	UNTIL(base, strstr(both[0].log.text, "TIMEOUT event WRITING|TIMEOUT"));
	CHECK(strstr(both[0].log.text, " event WRITING|TIMEOUT event WRITING|TIMEOUT"));
	CHECK(!strstr(both[0].log.text, "READING"));
	CHECK(bufferevent_get_enabled(both[0].bev) == EV_WRITE);
	sides_free(both, base);
}

static void on_top(void)
{
	struct side both[2];
	sides_init(both);
	both[1].toy.mute = 1;
	sides_over_filters(both, base, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_set_timeouts(both[0].bev, MS(5), MS(5));
	UNTIL(base, both[0].log.text[0]);
	CHECK(same(both[0].log.text, " event READING|TIMEOUT"));
	CHECK(bufferevent_get_enabled(both[0].bev) == EV_WRITE);
	sides_free(both, base);
}

int main(void)
{
	base = event_base_new();
	on_sockets();
	on_top();
	event_base_free(base);
	return t_result();
}
