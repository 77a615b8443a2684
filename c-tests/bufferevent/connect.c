// Connecting by address: CONNECTED comes once, before anything that arrives; what was written before goes out
// then. With a socket made by the bufferevent, a given one, TCP and AF_UNIX, and one that is connecting already.
#include "bufferevent/kit.h"
#include <sys/un.h>

static struct event_base *base;
static int connected;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	connected += (what & BEV_EVENT_CONNECTED) != 0;
}

static void run(const char *name, int fd, int listener, void *to, int len)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	int far;
	SAY("%s\n", name);
	connected = 0;
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	bufferevent_enable(bev, EV_READ);
	put_text(bev, "early");
	SAY(" connect: %d\n", bufferevent_socket_connect(bev, to, len));
	SAY(" the socket: %s, %sblocking\n", bufferevent_getfd(bev) == fd ? "the one given" : "a new one",
	    fcntl(bufferevent_getfd(bev), F_GETFL) & O_NONBLOCK ? "non" : "");
	CHECK(connected == 0);
	far = tcp_accept(listener);
	UNTIL(base, connected && evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	settle(base);
	fd_put(far, "hello");
	settle(base);
	put_text(bev, ",late");
	settle(base);
	SAY(" far end: \"%s\"\n", fd_get(far));
	close(far);
	bufferevent_free(bev);
}

int main(void)
{
	struct sockaddr_in sin;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int listener = tcp_listen(&sin), fd;
	base = event_base_new();

	run("TCP", -1, listener, &sin, sizeof sin);
	run("TCP, given a socket", socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), listener, &sin, sizeof sin);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	connect(fd, (struct sockaddr *)&sin, sizeof sin);
	run("TCP, connecting already", fd, listener, NULL, 0);
	close(listener);

	/* An AF_UNIX socket in the abstract name space connects at once. */
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	snprintf(sun.sun_path + 1, sizeof sun.sun_path - 1, "connect-%d", (int)getpid());
	CHECK(bind(listener, (struct sockaddr *)&sun, sizeof sun) == 0 && listen(listener, 5) == 0);
	run("AF_UNIX", -1, listener, &sun, sizeof sun);
	close(listener);
	event_base_free(base);
	return t_result();
}
