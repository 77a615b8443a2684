// run: once
// bufferevent_write with any request refused: -1 and nothing of it in the output, or 0 and all of it arrives. What
// was written before is not touched.
#include "bufferevent/oom.h"

#define PIECE 3000

static struct event_base *base;
static char data[PIECE];

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, ok = 0, fd[2];
	struct bufferevent *bev;
	struct evbuffer *buf;
	static char got[PIECE * 10];
	ssize_t want;

	al_stop_failing();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	buf = evbuffer_new();
	al_fail(n, all);
	for (int i = 0; i < 4; i++) {
		size_t before = evbuffer_get_length(bufferevent_get_output(bev));
		memset(data, 'a' + ok, PIECE);
		if (bufferevent_write(bev, data, PIECE) == 0)
			ok++;
		else
			CHECK(al.failed && evbuffer_get_length(bufferevent_get_output(bev)) == before);
		memset(data, 'a' + ok, PIECE);
		if (evbuffer_add(buf, data, PIECE) < 0)
			continue;
		if (bufferevent_write_buffer(bev, buf) == 0)
			ok++;
		else
			CHECK(al.failed && evbuffer_get_length(buf) == PIECE);
		evbuffer_drain(buf, PIECE);
	}
	want = (ssize_t)ok * PIECE;
	CHECK((ssize_t)evbuffer_get_length(bufferevent_get_output(bev)) == want);
	al_stop_failing();
	bufferevent_enable(bev, EV_WRITE);
	settle(base);
	CHECK(evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	if (want)
		CHECK(recv(fd[1], got, sizeof got, MSG_DONTWAIT) == want);
	for (ssize_t i = 0; i < want; i++)
		if (!CHECK(got[i] == 'a' + i / PIECE))
			break;
	bufferevent_free(bev);
	settle(base);
	evbuffer_free(buf);
	close(fd[1]);
}

int main(void)
{
	al_start();
	base = event_base_new();
	warm_up(scenario);
	al_every_failure("writing", scenario);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
