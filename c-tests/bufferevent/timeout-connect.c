// run: once
// A connect that takes too long: the write timeout gives an event, WRITING. Freed there, it is the only one.
#include "bufferevent/kit.h"

static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	SAY("%zu left\n", evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(bev);
	events++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct sockaddr_in sin;
	/* No one accepts, and the queue of the listener is full: the next connect waits. */
	int listener = socket(AF_INET, SOCK_STREAM, 0), filler[8];
	socklen_t len = sizeof sin;
	struct bufferevent *bev;
	memset(&sin, 0, sizeof sin);
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(bind(listener, (struct sockaddr *)&sin, len) == 0 && listen(listener, 0) == 0);
	CHECK(getsockname(listener, (struct sockaddr *)&sin, &len) == 0);
	for (int i = 0; i < 8; i++) {
		filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(filler[i], (struct sockaddr *)&sin, sizeof sin);
	}
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, on_event, "bev");
	bufferevent_set_timeouts(bev, NULL, MS(30));
	put_text(bev, "text");
	SAY("connect %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin));
	SAY("dispatch %d\n", event_base_dispatch(base));
	SAY("%d events\n", events);
	for (int i = 0; i < 8; i++)
		close(filler[i]);
	close(listener);
	event_base_free(base);
	return t_result();
}
