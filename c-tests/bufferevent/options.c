// run: once
// The options of bufferevent_socket_new: closing on free, combinations that are refused, unknown bits, and that
// the socket is left as it was.
#include "bufferevent/kit.h"

static struct event_base *base;

static void try(const char *name, int options)
{
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], options);
	SAY("%s: %s", name, bev ? "made" : "NULL");
	if (bev) {
		b_say(bev, name);
		bufferevent_free(bev);
		/* What is not called back from the loop is freed at once. */
		settle(base);
	}
	SAY(", then the socket is %s, and the far end sees \"%s\"\n", fd_open(fd[0]) ? "open" : "closed",
	    fd_get(fd[1]));
	close(fd[1]);
	if (fd_open(fd[0]))
		close(fd[0]);
}

int main(void)
{
	struct bufferevent *bev, *pair[2] = { NULL, NULL };
	int fd[2];
	t_log();
	base = event_base_new();
	try("none", 0);
	try("close", BEV_OPT_CLOSE_ON_FREE);
	try("defer", BEV_OPT_DEFER_CALLBACKS);
	try("close, defer", BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	try("close, defer, unlock", BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	try("unlock without defer", BEV_OPT_CLOSE_ON_FREE | BEV_OPT_UNLOCK_CALLBACKS);
	try("unknown bits", 0x7ff00);
	/* The callbacks of a pair are always deferred. */
	SAY("pair, unlock without defer: %d\n", bufferevent_pair_new(base, BEV_OPT_UNLOCK_CALLBACKS, pair));
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);

	/* A blocking socket stays blocking. */
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	bev = bufferevent_socket_new(base, fd[0], 0);
	SAY("blocking: %d\n", !(fcntl(fd[0], F_GETFL) & O_NONBLOCK));
	SAY("filter, unlock without defer: %s\n",
	    bufferevent_filter_new(bev, NULL, NULL, BEV_OPT_UNLOCK_CALLBACKS, NULL, NULL) ? "made" : "NULL");
	bufferevent_free(bev);
	close(fd[0]);
	close(fd[1]);

	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	SAY("no socket: %s, fd %d\n", bev ? "made" : "NULL", (int)bufferevent_getfd(bev));
	bufferevent_free(bev);
	event_base_free(base);
	return t_result();
}
