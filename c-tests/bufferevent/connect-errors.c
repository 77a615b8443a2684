// run: once
// Connects that fail before anything is on its way: what the call returns, and whether there is an event as
// well, at once or from the loop.
#include "bufferevent/kit.h"
#include <sys/un.h>

static struct event_base *base;
static int inside;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	SAY(" event %s, %s, enabled %s\n", b_what(what), inside ? "at once" : "from the loop",
	    t_what(bufferevent_get_enabled(bev)));
}

/* The kernel's refusal of a closed fd is logged in the backend's own words. */
static void no_log(int severity, const char *text) {}

static void try(const char *name, int fd, int options, const void *to, int len)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, options | BEV_OPT_CLOSE_ON_FREE);
	int r;
	SAY("%s\n", name);
	bufferevent_setcb(bev, say_read, say_write, on_event, NULL);
	bufferevent_enable(bev, EV_READ);
	inside = 1;
	r = bufferevent_socket_connect(bev, to, len);
	inside = 0;
	settle(base);
	SAY(" returned %d, enabled %s, socket: %s\n", r, t_what(bufferevent_get_enabled(bev)),
	    bufferevent_getfd(bev) < 0 ? "none" : bufferevent_getfd(bev) == fd ? "the one given" : "a new one");
	bufferevent_free(bev);
}

int main(void)
{
	struct sockaddr_in sin;
	struct sockaddr_un sun = { .sun_family = AF_UNIX, .sun_path = "no/such/socket" };
	struct sockaddr_in wrong = { .sin_family = 12345 }, everyone = { .sin_family = AF_INET };
	int listener = tcp_listen(&sin), fd[2];
	event_set_log_callback(no_log);
	base = event_base_new();
	try("AF_UNIX, no such file", -1, 0, &sun, sizeof sun);
	try("AF_UNIX, no such file, deferred", -1, BEV_OPT_DEFER_CALLBACKS, &sun, sizeof sun);
	try("unknown family", -1, 0, &wrong, sizeof wrong);
	try("unknown family, deferred", -1, BEV_OPT_DEFER_CALLBACKS, &wrong, sizeof wrong);
	try("length 0", -1, 0, &sin, 0);
	try("length too short", -1, 0, &sin, 4);
	try("length negative", -1, 0, &sin, -1);
	try("no address, no socket", -1, 0, NULL, 0);
	/* No TCP connection leads there. */
	everyone.sin_addr.s_addr = htonl(INADDR_BROADCAST);
	everyone.sin_port = sin.sin_port;
	try("broadcast address", -1, 0, &everyone, sizeof everyone);
	t_pair(fd);
	try("socket of another family", fd[0], 0, &sin, sizeof sin);
	close(fd[1]);
	t_pair(fd);
	try("no address, connected", fd[0], 0, NULL, 0);
	close(fd[1]);
	tcp_pair(fd);
	try("connected already", fd[0], 0, &sin, sizeof sin);
	close(fd[1]);
	t_pair(fd);
	close(fd[0]);
	try("closed socket", fd[0], 0, &sin, sizeof sin);
	close(fd[1]);
	close(listener);
	event_base_free(base);
	return t_result();
}
