// run: once
// A bucket is refilled each tick: data comes through in pieces of the rate, all of it, in both directions. Pieces
// are never larger than the burst.
#include "bufferevent/kit.h"

static size_t got, pieces, largest;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t n = evbuffer_get_length(bufferevent_get_input(bev));
	evbuffer_drain(bufferevent_get_input(bev), n);
	got += n;
	pieces++;
	if (n > largest)
		largest = n;
}

T_CALLBACK(far_read)
{
	char buf[1000];
	ssize_t n = read(fd, buf, sizeof buf);
	if (!CHECK(n > 0))
		return;
	got += (size_t)n;
	pieces++;
	if ((size_t)n > largest)
		largest = (size_t)n;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(10, 10, 10, 10, MS(15));
	struct bufferevent *bev;
	struct event *far;
	static char data[100];
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, say_event, "bev");
	CHECK(bufferevent_set_rate_limit(bev, cfg) == 0);
	bufferevent_enable(bev, EV_READ);
	CHECK(write(fd[1], data, 95) == 95);
	UNTIL(base, got >= 95);
	SAY("read %zu in %zu pieces, the largest %zu\n", got, pieces, largest);

	got = pieces = largest = 0;
	far = event_new(base, fd[1], EV_READ | EV_PERSIST, far_read, NULL);
	event_add(far, NULL);
	CHECK(bufferevent_write(bev, data, 95) == 0);
	UNTIL(base, got >= 95);
	SAY("wrote %zu, at least 10 pieces: %d, the largest %zu\n", got, pieces >= 10, largest);
	event_free(far);
	bufferevent_free(bev);
	settle(base);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
