// Enabling writing while the output is empty calls the write callback once. Writing and emptying calls it once
// for each time that the output runs empty; not at all when nothing was written.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	struct evbuffer *none = evbuffer_new();
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_setcb(bev, say_read, say_write, say_event, "bev");
	SAY("new\n");
	settle(base);
	SAY("write enabled again\n");
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	SAY("read enabled\n");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	SAY("both enabled\n");
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	settle(base);
	SAY("text written\n");
	put_text(bev, "text");
	settle(base);
	SAY("two texts written\n");
	put_text(bev, "one,");
	put_text(bev, "two");
	settle(base);
	SAY("nothing written: %d\n", bufferevent_write(bev, "", 0));
	settle(base);
	SAY("an empty buffer written: %d\n", bufferevent_write_buffer(bev, none));
	settle(base);
	SAY("added to the output\n");
	evbuffer_add(bufferevent_get_output(bev), "added", 5);
	settle(base);
	SAY("far end: \"%s\"\n", fd_get(fd[1]));
	SAY("disabled and enabled\n");
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	SAY("disabled, enabled, disabled\n");
	bufferevent_disable(bev, EV_WRITE);
	bufferevent_enable(bev, EV_WRITE);
	bufferevent_disable(bev, EV_WRITE);
	settle(base);
	bufferevent_free(bev);
	evbuffer_free(none);
	close(fd[0]);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
