// run: once
// Connecting, by address and by name, with any request refused: -1, or an event that says how it went; no socket is
// leaked.
#include "bufferevent/oom.h"

static struct event_base *base;
static struct sockaddr_in sin;
static int listener, by_name, connected, failed;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	if (what & BEV_EVENT_CONNECTED) {
		connected++;
	} else {
		CHECK(al.failed);
		failed++;
	}
}

static int lowest_fd(void)
{
	int fd = dup(0);
	close(fd);
	return fd;
}

static void scenario(void)
{
	long n = al.fail_in;
	int all = al.fail_on, before, r, far;
	struct bufferevent *bev;
	al_stop_failing();
	before = lowest_fd();
	/* A new base each time: what it keeps about fds has to be allocated. */
	base = event_base_new();
	bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	connected = failed = 0;
	al_fail(n, all);
	if (by_name)
		r = bufferevent_socket_connect_hostname(bev, NULL, AF_INET, "127.0.0.1", ntohs(sin.sin_port));
	else
		r = bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin);
	al_stop_failing();
	CHECK(r == 0 || (r == -1 && al.failed));
	if (r == 0)
		UNTIL(base, connected || failed);
	settle(base);
	CHECK(connected + failed == (r == 0));
	bufferevent_free(bev);
	event_base_free(base);
	while ((far = accept(listener, NULL, NULL)) >= 0)
		close(far);
	CHECK(lowest_fd() == before);
}

int main(void)
{
	listener = tcp_listen(&sin);
	al_start();
	al_every_failure("by address", scenario);
	by_name = 1;
	al_every_failure("by name", scenario);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
