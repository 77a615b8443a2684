// run: once
// on: ours
// Nothing gets stuck in a filter: what was written while writing was disabled goes on when it is enabled, and what
// did not fit below the high watermark goes on when there is room. The original waits for the next write.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *filter;
	static char much[1 << 20];
	size_t got = 0;
	ssize_t n;
	int fd[2];
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_disable(filter, EV_WRITE);
	put_text(filter, "late");
	settle(base);
	CHECK(same(fd_get(fd[1]), ""));
	bufferevent_enable(filter, EV_WRITE);
	settle(base);
	CHECK(same(fd_get(fd[1]), "late"));

	bufferevent_setwatermark(sock, EV_WRITE, 0, 1000);
	CHECK(bufferevent_write(filter, much, sizeof much) == 0);
	while (got < sizeof much) {
		settle(base);
		n = recv(fd[1], much, sizeof much, MSG_DONTWAIT);
		if (!CHECK(n > 0))
			break;
		got += (size_t)n;
	}
	CHECK(got == sizeof much);
	bufferevent_free(filter);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
