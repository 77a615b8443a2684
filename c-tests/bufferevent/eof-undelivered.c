// The end comes while input is not yet taken, because of a watermark or because the read callback leaves it:
// when the event comes, and what is in the input then.
#include "bufferevent/kit.h"

static struct event_base *base;
static int fd[2];

static void leave(struct bufferevent *bev, void *name)
{
	SAY("%s: read, %zu there\n", (const char *)name, evbuffer_get_length(bufferevent_get_input(bev)));
}

/* Takes what is there when it is called the third time: a full input is told of again and again. */
static void take_third(struct bufferevent *bev, void *name)
{
	static int calls;
	leave(bev, name);
	if (++calls % 3 == 0)
		SAY(" taken: \"%s\"\n", b_text(bufferevent_get_input(bev)));
}

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	SAY("%s: %zu there\n", (const char *)name, evbuffer_get_length(bufferevent_get_input(bev)));
}

static void run(const char *name, bufferevent_data_cb readcb, size_t low, size_t high)
{
	struct bufferevent *bev;
	t_pair(fd);
	SAY("%s\n", name);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, readcb, NULL, on_event, " bev");
	bufferevent_setwatermark(bev, EV_READ, low, high);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "0123456789");
	close(fd[1]);
	settle(base);
	SAY(" left: \"%s\"\n", b_text(bufferevent_get_input(bev)));
	bufferevent_free(bev);
}

int main(void)
{
	base = event_base_new();
	run("nothing is taken", leave, 0, 0);
	run("low watermark not reached", leave, 20, 0);
	run("high watermark reached", take_third, 0, 4);
	run("high watermark never reached", leave, 0, 11);
	event_base_free(base);
	return t_result();
}
