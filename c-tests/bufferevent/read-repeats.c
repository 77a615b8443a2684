// run: once
// A read callback that leaves the input at or above the high watermark is called again from the loop, until the
// input is below, reading is disabled, or there is no callback. Not so without a high watermark.
#include "bufferevent/kit.h"

static struct event_base *base;
static int calls, inside, how;

static void on_read(struct bufferevent *bev, void *arg)
{
	CHECK(!inside);
	inside = 1;
	if (++calls == 5) {
		switch (how) {
		case 'd':
			evbuffer_drain(bufferevent_get_input(bev), 1);
			break;
		case 'o':
			bufferevent_disable(bev, EV_READ);
			break;
		case 'n':
			bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
			break;
		case 'h':
			bufferevent_setwatermark(bev, EV_READ, 0, 20);
			break;
		case 'l':
			bufferevent_setwatermark(bev, EV_READ, 11, 10);
			break;
		case 'f':
			bufferevent_free(bev);
			break;
		}
	}
	inside = 0;
}

static void run(const char *name, int end, int options, size_t high)
{
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	calls = 0;
	how = end;
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, NULL, NULL);
	bufferevent_setwatermark(bev, EV_READ, 0, high);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "0123456789");
	settle(base);
	SAY("%s: %d calls\n", name, calls);
	if (how != 'f')
		bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	for (int deferred = 0; deferred < 2; deferred++) {
		int options = deferred ? BEV_OPT_DEFER_CALLBACKS : 0;
		SAY("%sdeferred\n", deferred ? "" : "not ");
		run(" drained", 'd', options, 10);
		run(" disabled", 'o', options, 10);
		run(" no callback", 'n', options, 10);
		run(" higher watermark", 'h', options, 10);
		run(" low watermark above what is there", 'l', options, 10);
		run(" freed", 'f', options, 10);
		run(" below the watermark", 0, options, 11);
		run(" no watermark", 0, options, 0);
	}
	event_base_free(base);
	return t_result();
}
