// run: once
// The public fields of struct bufferevent, as programs read them: base, buffers, events, marks, timeouts, what is
// enabled. Some programs write the callbacks and their argument; that works as well.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

static void direct(struct bufferevent *bev, void *name)
{
	SAY("%s: set in the struct, \"%s\"\n", (const char *)name, b_text(bev->input));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	CHECK(bev->ev_base == base);
	CHECK(bev->input == bufferevent_get_input(bev) && bev->output == bufferevent_get_output(bev));
	CHECK(bev->be_ops != NULL);
	SAY("enabled %s\n", t_what(bev->enabled));
	SAY("read event: fd %d, %s\n", event_get_fd(&bev->ev_read) == fd[0],
	    t_what(event_get_events(&bev->ev_read) & ~EV_FINALIZE));
	SAY("write event: fd %d, %s\n", event_get_fd(&bev->ev_write) == fd[0],
	    t_what(event_get_events(&bev->ev_write) & ~EV_FINALIZE));
	CHECK(event_get_base(&bev->ev_read) == base && event_get_base(&bev->ev_write) == base);
	bufferevent_setwatermark(bev, EV_READ, 1, 2);
	bufferevent_setwatermark(bev, EV_WRITE, 3, 4);
	SAY("marks %zu %zu %zu %zu\n", bev->wm_read.low, bev->wm_read.high, bev->wm_write.low, bev->wm_write.high);
	bufferevent_setwatermark(bev, EV_READ, 0, 0);
	bufferevent_set_timeouts(bev, &(struct timeval){ 5, 6 }, &(struct timeval){ 7, 8 });
	SAY("timeouts %ld.%06ld %ld.%06ld\n", (long)bev->timeout_read.tv_sec, (long)bev->timeout_read.tv_usec,
	    (long)bev->timeout_write.tv_sec, (long)bev->timeout_write.tv_usec);
	bufferevent_set_timeouts(bev, NULL, MS(9000));
	SAY("timeouts %ld.%06ld %ld.%06ld\n", (long)bev->timeout_read.tv_sec, (long)bev->timeout_read.tv_usec,
	    (long)bev->timeout_write.tv_sec, (long)bev->timeout_write.tv_usec);
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_enable(bev, EV_READ);
	SAY("enabled %s\n", t_what(bev->enabled));
	bev->readcb = direct;
	bev->errorcb = say_event;
	bev->cbarg = "bev";
	fd_put(fd[1], "hello");
	settle(base);
	shutdown(fd[1], SHUT_WR);
	settle(base);
	SAY("enabled %s\n", t_what(bev->enabled));
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
