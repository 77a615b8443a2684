// The end of what comes in: after all data, once, with reading disabled then. Writing goes on. What comes of
// enabling reading again.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;
static int ended;

static void on_event(struct bufferevent *b, short what, void *name)
{
	say_event(b, what, name);
	ended++;
}

static void run(const char *name, int fd[2], int tcp)
{
	SAY("%s\n", name);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, NULL, on_event, " bev");
	bufferevent_enable(bev, EV_READ);
	ended = 0;
	fd_put(fd[1], "last words");
	CHECK(shutdown(fd[1], SHUT_WR) == 0);
	UNTIL(base, ended);
	settle(base);
	SAY(" %d ended\n", ended);
	put_text(bev, "not the end");
	UNTIL(base, evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	settle(base);
	SAY(" far end: \"%s\"\n", fd_get(fd[1]));
	SAY(" enabled again\n");
	ended = 0;
	CHECK(bufferevent_enable(bev, EV_READ) == 0);
	UNTIL(base, ended);
	settle(base);
	SAY(" %d ended\n", ended);
	bufferevent_free(bev);
	SAY(" far end: \"%s\"\n", fd_get(fd[1]));
	close(fd[1]);
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	run("socket pair", fd, 0);
	tcp_pair(fd);
	run("TCP", fd, 1);
	event_base_free(base);
	return t_result();
}
