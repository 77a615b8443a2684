// run: once
// Reading with any request refused: nothing that came is lost or doubled. A failed read may be told as an error;
// enabling again goes on where it stopped.
#include "bufferevent/oom.h"

#define ALL 30000

static struct event_base *base;
static size_t got;
static int errors;

static void on_read(struct bufferevent *bev, void *arg)
{
	unsigned char buf[700];
	int n;
	/* Not bufferevent_read, which may keep blocks for the next reads. */
	while ((n = evbuffer_remove(bufferevent_get_input(bev), buf, sizeof buf)) > 0)
		for (int i = 0; i < n; i++, got++)
			CHECK(buf[i] == (unsigned char)(got % 251));
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(al.failed);
	CHECK(what == (BEV_EVENT_READING | BEV_EVENT_ERROR));
	errors++;
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, fd[2];
	struct bufferevent *bev;
	static unsigned char data[ALL];

	al_stop_failing();
	for (size_t i = 0; i < ALL; i++)
		data[i] = (unsigned char)(i % 251);
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	bufferevent_enable(bev, EV_READ);
	CHECK(write(fd[1], data, ALL) == ALL);
	got = 0;
	errors = 0;
	al_fail(n, all);
	for (int i = 0; i < 20; i++) {
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		bufferevent_enable(bev, EV_READ);
	}
	al_stop_failing();
	CHECK(bufferevent_enable(bev, EV_READ) == 0);
	for (int i = 0; i < 20; i++)
		settle(base);
	CHECK(got + evbuffer_get_length(bufferevent_get_input(bev)) == ALL);
	bufferevent_free(bev);
	settle(base);
	close(fd[1]);
}

int main(void)
{
	al_start();
	base = event_base_new();
	warm_up(scenario);
	al_every_failure("reading", scenario);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
