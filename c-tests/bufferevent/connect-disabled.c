// run: once
// on: ours
// A connect that ends at once while writing is disabled is told all the same. The original says nothing.
#include "bufferevent/kit.h"
#include <sys/un.h>

static int events;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(what == BEV_EVENT_CONNECTED);
	events++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	snprintf(sun.sun_path + 1, sizeof sun.sun_path - 1, "disabled-%d", (int)getpid());
	CHECK(bind(listener, (struct sockaddr *)&sun, sizeof sun) == 0 && listen(listener, 5) == 0);
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	bufferevent_disable(bev, EV_WRITE);
	CHECK(bufferevent_socket_connect(bev, (struct sockaddr *)&sun, sizeof sun) == 0);
	settle(base);
	CHECK(events == 1);
	bufferevent_free(bev);
	close(listener);
	event_base_free(base);
	return t_result();
}
