// run: once
// on: ours
// Writing to a socket whose far end is gone is an error like others, and raises no signal.
#include "bufferevent/kit.h"

static int failed;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(what == (BEV_EVENT_WRITING | BEV_EVENT_ERROR) && errno == EPIPE);
	failed++;
}

static void write_to_nobody(struct event_base *base, int pieces)
{
	static char piece[3000];
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	close(fd[1]);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	while (pieces--)
		evbuffer_add_reference(bufferevent_get_output(bev), piece, sizeof piece, NULL, NULL);
	settle(base);
	bufferevent_free(bev);
}

int main(void)
{
	struct event_base *base = event_base_new();
	CHECK(signal(SIGPIPE, SIG_DFL) == SIG_DFL);
	write_to_nobody(base, 1);
	CHECK(failed == 1);
	write_to_nobody(base, 3);
	CHECK(failed == 2);
	event_base_free(base);
	return t_result();
}
