// Watermarks of reading. The read callback waits until the low one is reached; at the high one reading stops, and
// goes on when the input is drained, by whatever function. Data stays in the kernel meanwhile.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>
#include <sys/ioctl.h>

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2], calls;

static void on_read(struct bufferevent *b, void *arg)
{
	if (calls++ == 0)
		SAY(" read callback, %zu there\n", evbuffer_get_length(bufferevent_get_input(b)));
	/* A full input is told of again and again: stop that here. */
	bufferevent_setcb(b, NULL, NULL, NULL, NULL);
}

static void show(const char *name)
{
	int in_kernel = -1;
	calls = 0;
	bufferevent_setcb(bev, on_read, NULL, NULL, NULL);
	SAY("%s\n", name);
	settle(base);
	CHECK(ioctl(fd[0], FIONREAD, &in_kernel) == 0);
	SAY(" %zu there, %d in the kernel, %s\n", evbuffer_get_length(bufferevent_get_input(bev)), in_kernel,
	    event_pending(&bev->ev_read, EV_READ, NULL) ? "waits" : "does not wait");
}

int main(void)
{
	struct evbuffer *out = evbuffer_new();
	char buf[10];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setwatermark(bev, EV_READ, 5, 10);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "1234");
	show("4 of low 5");
	fd_put(fd[1], "5");
	show("5 of low 5");
	fd_put(fd[1], "67");
	show("7");
	fd_put(fd[1], "890abcdefghijklmnopqrstuvwxyz");
	show("29 more than fit below high 10");
	evbuffer_drain(bufferevent_get_input(bev), 1);
	show("1 drained");
	CHECK(evbuffer_remove(bufferevent_get_input(bev), buf, 2) == 2);
	show("2 removed");
	CHECK(bufferevent_read(bev, buf, 3) == 3);
	show("3 read");
	CHECK(bufferevent_read_buffer(bev, out) == 0);
	show("all read into a buffer");
	CHECK(evbuffer_remove_buffer(bufferevent_get_input(bev), out, 4) == 4);
	show("4 moved to a buffer");
	CHECK(evbuffer_add_buffer(out, bufferevent_get_input(bev)) == 0);
	show("all added to a buffer");
	evbuffer_drain(bufferevent_get_input(bev), 100);
	show("all drained");
	SAY("taken: \"%s\"\n", b_text(out));
	evbuffer_free(out);
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
