// run: once
// Sockets of other kinds than stream: datagrams and packets are read one after the other; an empty one is taken
// for the end. Pipes work as well.
#include "bufferevent/kit.h"

static void run(struct event_base *base, const char *name, int type)
{
	struct bufferevent *bev;
	int fd[2];
	CHECK(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, fd) == 0);
	SAY("%s\n", name);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, NULL, say_event, " bev");
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "one");
	settle(base);
	put_text(bev, "first,");
	settle(base);
	put_text(bev, "second");
	settle(base);
	SAY(" far end \"%s\"\n", fd_get(fd[1]));
	CHECK(send(fd[1], "", 0, 0) == 0);
	settle(base);
	bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	run(base, "datagrams", SOCK_DGRAM);
	run(base, "packets", SOCK_SEQPACKET);

	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	SAY("pipe\n");
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, NULL, say_event, " read end");
	bufferevent_enable(bev, EV_READ);
	CHECK(write(fd[1], "text", 4) == 4);
	settle(base);
	close(fd[1]);
	settle(base);
	bufferevent_free(bev);

	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	bev = bufferevent_socket_new(base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, say_event, " write end");
	put_text(bev, "text");
	settle(base);
	char text[10] = "";
	CHECK(read(fd[0], text, sizeof text) == 4);
	SAY(" other end \"%s\"\n", text);
	bufferevent_free(bev);
	close(fd[0]);
	event_base_free(base);
	return t_result();
}
