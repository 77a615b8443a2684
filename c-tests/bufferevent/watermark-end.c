// run: once
// A high watermark and a connection that ends or breaks while reading stands still: the event comes after the
// input was drained and the rest was read, and not before.
#include "bufferevent/kit.h"

static struct evbuffer *all;
static int ended;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	ended++;
}

/* Takes three bytes at a time. */
static void on_read(struct bufferevent *bev, void *arg)
{
	CHECK(!ended);
	CHECK(evbuffer_get_length(bufferevent_get_input(bev)) <= 8);
	evbuffer_remove_buffer(bufferevent_get_input(bev), all, 3);
}

static void run(struct event_base *base, const char *name, int fd[2], int reset)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	SAY("%s\n", name);
	ended = 0;
	bufferevent_setcb(bev, NULL, NULL, on_event, " bev");
	bufferevent_setwatermark(bev, EV_READ, 0, 8);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "the quick brown fox jumps over the lazy dog");
	if (!reset)
		close(fd[1]);
	settle(base);
	SAY(" there %zu, ended %d\n", evbuffer_get_length(bufferevent_get_input(bev)), ended);
	bufferevent_setcb(bev, on_read, NULL, on_event, " bev");
	evbuffer_remove_buffer(bufferevent_get_input(bev), all, 3);
	if (reset) {
		settle(base);
		tcp_reset(fd[1]);
	}
	UNTIL(base, ended);
	settle(base);
	evbuffer_add_buffer(all, bufferevent_get_input(bev));
	SAY(" got \"%s\", ended %d\n", b_text(all), ended);
	bufferevent_free(bev);
}

int main(void)
{
	struct event_base *base = event_base_new();
	int fd[2];
	all = evbuffer_new();
	t_pair(fd);
	run(base, "end", fd, 0);
	tcp_pair(fd);
	run(base, "end over TCP", fd, 0);
	tcp_pair(fd);
	run(base, "reset", fd, 1);
	evbuffer_free(all);
	event_base_free(base);
	return t_result();
}
