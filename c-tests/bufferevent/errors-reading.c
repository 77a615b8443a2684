// Reading fails: a reset, a socket that is closed under the bufferevent, one that is no socket. The flags of the
// event, errno in the callback, what is enabled and waited for then.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	int err = EVUTIL_SOCKET_ERROR();
	say_event(bev, what, name);
	SAY(" errno %s, waits for %s %s\n", what & BEV_EVENT_ERROR ? t_errno(err) : "-",
	    event_pending(&bev->ev_read, EV_READ, NULL) ? "read" : "-",
	    event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-");
	events++;
}

static struct bufferevent *start(struct event_base *base, int fd, const char *name)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, 0);
	bufferevent_setcb(bev, say_read, NULL, on_event, (void *)name);
	bufferevent_enable(bev, EV_READ);
	events = 0;
	return bev;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	signal(SIGPIPE, SIG_IGN);

	tcp_pair(fd);
	bev = start(base, fd[0], "reset");
	tcp_reset(fd[1]);
	UNTIL(base, events);
	settle(base);
	put_text(bev, "too late");
	UNTIL(base, events == 2);
	settle(base);
	SAY(" left in the output: %zu\n", evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(bev);
	close(fd[0]);

	tcp_pair(fd);
	bev = start(base, fd[0], "reset after data");
	fd_put(fd[1], "data");
	settle(base);
	tcp_reset(fd[1]);
	UNTIL(base, events);
	settle(base);
	bufferevent_free(bev);
	close(fd[0]);

	/* The far end closes without having read all: AF_UNIX tells of that as a reset, too. */
	t_pair(fd);
	bev = start(base, fd[0], "closed unread");
	put_text(bev, "never read");
	settle(base);
	close(fd[1]);
	settle(base);
	bufferevent_free(bev);
	close(fd[0]);
	event_base_free(base);
	return t_result();
}
