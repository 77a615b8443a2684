// Watermarks of writing: the write callback comes when the output is at or below the low one, also while there
// is still something to write. The high one does not stop a socket.
#include "bufferevent/kit.h"

static struct event_base *base;
static int calls;
static size_t highest;

static void on_write(struct bufferevent *bev, void *arg)
{
	size_t left = evbuffer_get_length(bufferevent_get_output(bev));
	calls++;
	if (left > highest)
		highest = left;
}

static void run(size_t low, size_t high)
{
	static char much[1 << 20];
	struct bufferevent *bev;
	int fd[2];
	size_t left, got = 0;
	t_pair(fd);
	calls = 0;
	highest = 0;
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, on_write, NULL, NULL);
	bufferevent_setwatermark(bev, EV_WRITE, low, high);
	SAY("low %zu, high %zu\n", low, high);
	CHECK(bufferevent_write(bev, much, sizeof much) == 0);
	settle(base);
	left = evbuffer_get_length(bufferevent_get_output(bev));
	CHECK(left > 10 && left < sizeof much);
	SAY(" the socket is full: called back %d\n", calls > 0);
	while (got < sizeof much) {
		ssize_t n = read(fd[1], much, 5000);
		if (n > 0)
			got += (size_t)n;
		settle(base);
	}
	SAY(" all is written: called back %d, not above the low mark %d, above zero %d\n", calls > 0,
	    highest <= low, highest > 0);
	bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	run(0, 0);
	run(0, 10);
	run(200000, 0);
	run(SIZE_MAX, 0);
	event_base_free(base);
	return t_result();
}
