// Writing fails, with SIGPIPE ignored: the far end is gone, this end was shut down, reading is off or on. The
// flags of the event, what is enabled then and what is left in the output.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static int events;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	int err = EVUTIL_SOCKET_ERROR();
	say_event(bev, what, name);
	SAY(" errno %s, left %zu\n", t_errno(err), evbuffer_get_length(bufferevent_get_output(bev)));
	events++;
}

static struct bufferevent *start(struct event_base *base, int fd, const char *name)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, 0);
	bufferevent_setcb(bev, say_read, say_write, on_event, (void *)name);
	events = 0;
	return bev;
}

/* What can still be done with a bufferevent that could not write. */
static void after(struct event_base *base, struct bufferevent *bev)
{
	SAY(" waits for %s\n", event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-");
	put_text(bev, "more");
	settle(base);
	SAY(" left %zu, waits for %s\n", evbuffer_get_length(bufferevent_get_output(bev)),
	    event_pending(&bev->ev_write, EV_WRITE, NULL) ? "write" : "-");
	SAY(" enabled again\n");
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	SAY(" left %zu\n", evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(bev);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	signal(SIGPIPE, SIG_IGN);

	t_pair(fd);
	bev = start(base, fd[0], "far end closed");
	close(fd[1]);
	put_text(bev, "to nobody");
	settle(base);
	after(base, bev);
	close(fd[0]);

	t_pair(fd);
	bev = start(base, fd[0], "shut down here");
	CHECK(shutdown(fd[0], SHUT_WR) == 0);
	put_text(bev, "to nobody");
	settle(base);
	SAY("far end: \"%s\"\n", fd_get(fd[1]));
	fd_put(fd[1], "still readable");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	after(base, bev);
	close(fd[0]);
	close(fd[1]);

	tcp_pair(fd);
	bev = start(base, fd[0], "reset");
	tcp_reset(fd[1]);
	/* The reset has arrived when poll(2) knows of it. */
	while (recv(fd[0], (char[1]){ 0 }, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN)
		sleep_ms(1);
	put_text(bev, "to nobody");
	UNTIL(base, events);
	settle(base);
	after(base, bev);
	close(fd[0]);
	event_base_free(base);
	return t_result();
}
