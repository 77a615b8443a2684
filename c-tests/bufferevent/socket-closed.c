// run: once
// The socket is closed under the bufferevent, or is not one for reading: enabling fails or the event says ERROR;
// writing to it loses nothing of the output; nothing is called without end.
#include "bufferevent/kit.h"

static void no_log(int severity, const char *text) {}

static int calls;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	int err = EVUTIL_SOCKET_ERROR();
	SAY("%s: event %s, errno %s, enabled %s\n", (const char *)name, b_what(what), t_errno(err),
	    t_what(bufferevent_get_enabled(bev)));
	calls++;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	event_set_log_callback(no_log);

	/* Closed before anything: epoll refuses it. */
	t_pair(fd);
	close(fd[0]);
	bev = bufferevent_socket_new(base, fd[0], 0);
	SAY("enable %d", bufferevent_enable(bev, EV_READ));
	SAY(", enabled %s\n", t_what(bufferevent_get_enabled(bev)));
	SAY("write %d\n", bufferevent_write(bev, "text", 4));
	settle(base);
	SAY("left %zu\n", evbuffer_get_length(bufferevent_get_output(bev)));
	SAY("disable %d\n", bufferevent_disable(bev, EV_READ | EV_WRITE));
	bufferevent_free(bev);
	close(fd[1]);

	/* Closed while it waits: nothing comes of it any more, and freeing is harmless. */
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_setcb(bev, say_read, NULL, on_event, "closed while waiting");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	close(fd[0]);
	settle(base);
	SAY("disable %d\n", bufferevent_disable(bev, EV_READ));
	bufferevent_free(bev);
	close(fd[1]);

	/* The kernel knows the file still, by a copy, but recv(2) fails: a file for writing only. */
	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	bev = bufferevent_socket_new(base, fd[1], 0);
	bufferevent_setcb(bev, say_read, NULL, on_event, "writing end of a pipe");
	bufferevent_enable(bev, EV_READ);
	close(fd[0]);
	settle(base);
	SAY("%d events\n", calls);
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
