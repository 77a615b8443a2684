// run: once
// How much is read and written at once: bufferevent_set_max_single_read and _write. What they accept, what the
// getters and bufferevent_get_max_to_read and _write say, and that no more goes in one step.
#include "bufferevent/kit.h"

static size_t most, all;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t n = evbuffer_get_length(bufferevent_get_input(bev));
	if (n > most)
		most = n;
	all += n;
	evbuffer_drain(bufferevent_get_input(bev), n);
}

static void set(struct bufferevent *bev, const char *name, size_t size)
{
	int r = bufferevent_set_max_single_read(bev, size), w = bufferevent_set_max_single_write(bev, size);
	SAY("%s: %d %d, single %zd %zd, max to %zd %zd\n", name, r, w, bufferevent_get_max_single_read(bev),
	    bufferevent_get_max_single_write(bev), bufferevent_get_max_to_read(bev),
	    bufferevent_get_max_to_write(bev));
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev;
	static char much[10000];
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, say_event, "bev");
	set(bev, "1", 1);
	set(bev, "100000", 100000);
	set(bev, "0", 0);
	set(bev, "EV_SSIZE_MAX", EV_SSIZE_MAX);
	set(bev, "EV_SSIZE_MAX + 1", (size_t)EV_SSIZE_MAX + 1);
	set(bev, "EV_SIZE_MAX", EV_SIZE_MAX);
	set(bev, "700", 700);

	bufferevent_enable(bev, EV_READ);
	CHECK(write(fd[1], much, sizeof much) == sizeof much);
	settle(base);
	SAY("read %zu, at most %zu at once\n", all, most);
	bufferevent_setwatermark(bev, EV_READ, 0, 500);
	most = all = 0;
	CHECK(write(fd[1], much, sizeof much) == sizeof much);
	settle(base);
	SAY("high watermark 500: read %zu, at most %zu at once\n", all, most);
	bufferevent_write(bev, much, sizeof much);
	settle(base);
	SAY("far end %s\n", fd_get(fd[1]));
	bufferevent_setwatermark(bev, EV_READ, 0, 0);
	set(bev, "1", 1);
	most = all = 0;
	CHECK(write(fd[1], much, 30) == 30);
	settle(base);
	SAY("read %zu, at most %zu at once\n", all, most);
	bufferevent_write(bev, much, 30);
	settle(base);
	SAY("far end %zd\n", recv(fd[1], much, sizeof much, MSG_DONTWAIT));
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
