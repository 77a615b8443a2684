// run: once
// bufferevent_flush on a socket: what it returns; it writes and reads nothing, and ends nothing.
#include "bufferevent/kit.h"

int main(void)
{
	static const short whats[] = { 0, EV_READ, EV_WRITE, EV_READ | EV_WRITE };
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, say_read, say_write, say_event, "bev");
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "in");
	put_text(bev, "out");
	for (int i = 0; i < 4; i++)
		for (int mode = BEV_NORMAL; mode <= BEV_FINISHED; mode++)
			SAY("flush %s, mode %d: %d\n", t_what(whats[i]), mode, bufferevent_flush(bev, whats[i], mode));
	SAY("in %zu, out %zu, far end \"%s\"\n", evbuffer_get_length(bufferevent_get_input(bev)),
	    evbuffer_get_length(bufferevent_get_output(bev)), fd_get(fd[1]));
	bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
