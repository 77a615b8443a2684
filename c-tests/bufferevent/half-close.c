// Both halves of a connection end on their own. The far end stops writing and still reads; this end stops writing
// with shutdown(2) when all is written, and still reads.
#include "bufferevent/kit.h"

static struct event_base *base;

static void on_write(struct bufferevent *bev, void *name)
{
	say_write(bev, name);
	CHECK(shutdown(bufferevent_getfd(bev), SHUT_WR) == 0);
}

static void run(const char *name, int fd[2])
{
	static char much[500000];
	struct bufferevent *bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	size_t got = 0;
	ssize_t n = 0;
	SAY("%s\n", name);
	bufferevent_setcb(bev, say_read, on_write, say_event, " bev");
	bufferevent_enable(bev, EV_READ);
	CHECK(bufferevent_write(bev, much, sizeof much) == 0);
	settle(base);
	while ((n = recv(fd[1], much, sizeof much, MSG_DONTWAIT)) != 0) {
		if (n > 0)
			got += (size_t)n;
		else if (!CHECK(errno == EAGAIN))
			break;
		settle(base);
	}
	SAY(" far end got %zu, then the end\n", got);
	fd_put(fd[1], "all right");
	CHECK(shutdown(fd[1], SHUT_WR) == 0);
	UNTIL(base, !(bufferevent_get_enabled(bev) & EV_READ));
	bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	run("socket pair", fd);
	tcp_pair(fd);
	run("TCP", fd);
	event_base_free(base);
	return t_result();
}
