// run: epoll,poll
// Parts of files go through a bufferevent, mapped, read and by sendfile(2): every byte, in order.
#include "kit.h"

#define TOTAL 200000

static struct event_base *base;
static size_t came;
static int events;

static void on_read(struct bufferevent *bev, void *arg)
{
	came = f_take(bufferevent_get_input(bev), came);
	if (came == *(size_t *)arg)
		event_base_loopbreak(base);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	f_failed(what & BEV_EVENT_ERROR ? "an error event" : "an end");
	CHECK(events++ == 0);
	event_base_loopbreak(base);
}

static int make_file(void)
{
	static unsigned char bytes[TOTAL];
	char name[] = "file-XXXXXX";
	int fd = mkstemp(name);
	CHECK(fd >= 0 && unlink(name) == 0);
	f_fill(bytes, 0, TOTAL);
	CHECK(write(fd, bytes, TOTAL) == TOTAL);
	return fd;
}

/* Appends the file in three ways; gives how much there is. */
static size_t add(struct evbuffer *to, int file)
{
	struct evbuffer_file_segment *segment;
	size_t at = 50000;
	if (!F_WORKS(evbuffer_add_file(to, dup(file), 0, at) == 0))
		return 0;
	for (int i = 0; i < 2; i++) {
		unsigned flags = i ? EVBUF_FS_DISABLE_SENDFILE | EVBUF_FS_DISABLE_MMAP : EVBUF_FS_DISABLE_SENDFILE;
		segment = evbuffer_file_segment_new(file, at, 50000 * (i + 1), flags);
		if (!F_WORKS(segment))
			return at;
		if (F_WORKS(evbuffer_add_file_segment(to, segment, 0, -1) == 0))
			at += 50000 * (i + 1);
		else
			i = 2;
		evbuffer_file_segment_free(segment);
	}
	return at;
}

int main(void)
{
	struct bufferevent *from, *to;
	int file = -1;
	evutil_socket_t fd[2];
	size_t all;
	f_begin();
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	if (f_pair(fd)) {
		file = make_file();
		from = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
		to = bufferevent_socket_new(base, fd[1], BEV_OPT_CLOSE_ON_FREE);
		all = add(bufferevent_get_output(from), file);
		CHECK(evbuffer_get_length(bufferevent_get_output(from)) == all);
		bufferevent_setcb(from, NULL, NULL, on_event, NULL);
		bufferevent_setcb(to, on_read, NULL, on_event, &all);
		if (F_WORKS(bufferevent_enable(to, EV_READ) == 0) && all)
			f_run(base);
		F_ALL(came == TOTAL);
		bufferevent_free(from);
		bufferevent_free(to);
		event_base_loop(base, EVLOOP_NONBLOCK);
		close(file);
	}
	event_base_free(base);
	return f_end();
}
