// A connect that ends at once, with AF_UNIX sockets: what is called, and in which order, with and without something
// to write, when it is there and when it is refused. And a second connect that fails, which does not end the first.
#include "bufferevent/kit.h"
#include <sys/un.h>

static struct event_base *base;
static struct sockaddr_un sun = { .sun_family = AF_UNIX };

static void run(int options, short enabled, const char *text, size_t low)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, options | BEV_OPT_CLOSE_ON_FREE);
	SAY("options %#x, enabled %s, \"%s\", mark %zu\n", options, t_what(enabled), text, low);
	bufferevent_setcb(bev, say_read, say_write, say_event, " bev");
	bufferevent_enable(bev, enabled);
	bufferevent_setwatermark(bev, EV_WRITE, low, 0);
	put_text(bev, text);
	SAY(" connect: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sun, sizeof sun));
	settle(base);
	bufferevent_free(bev);
	settle(base);
}

static void all(void)
{
	for (int defer = 0; defer < 2; defer++)
		for (int reading = 0; reading < 2; reading++)
			for (size_t low = 0; low < 10; low += 9) {
				run(defer ? BEV_OPT_DEFER_CALLBACKS : 0, reading ? EV_READ : 0, "", low);
				run(defer ? BEV_OPT_DEFER_CALLBACKS : 0, reading ? EV_READ : 0, "text", low);
			}
}

static void twice(void)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin);
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, say_event, " bev");
	SAY("connect: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin));
	SAY("with no address to speak of: %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&sin, 0));
	settle(base);
	bufferevent_free(bev);
	close(listener);
}

int main(void)
{
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	base = event_base_new();
	snprintf(sun.sun_path + 1, sizeof sun.sun_path - 1, "at-once-%d", (int)getpid());
	CHECK(bind(listener, (struct sockaddr *)&sun, sizeof sun) == 0 && listen(listener, 50) == 0);
	all();
	close(listener);
	SAY("refused\n");
	all();
	twice();
	event_base_free(base);
	return t_result();
}
