// run: once
// In the event callback of a failed connect: a new socket connects elsewhere, and works; or the bufferevent is
// freed. A bufferevent that is freed while it connects says nothing.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct sockaddr_in good;
static int listener, done, how;

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	SAY(" event %s\n", b_what(what));
	if (how == 'f') {
		bufferevent_free(bev);
		done = 1;
	} else if (what & BEV_EVENT_CONNECTED) {
		done = 1;
	} else {
		CHECK(close(bufferevent_getfd(bev)) == 0);
		CHECK(bufferevent_setfd(bev, -1) == 0);
		SAY(" connect %d\n", bufferevent_socket_connect(bev, (struct sockaddr *)&good, sizeof good));
	}
}

static void run(const char *name, int then, int options, struct sockaddr_in *to)
{
	struct bufferevent *bev = bufferevent_socket_new(base, -1, options | BEV_OPT_CLOSE_ON_FREE);
	int far;
	SAY("%s\n", name);
	/* Connections of earlier runs. */
	while ((far = accept(listener, NULL, NULL)) >= 0)
		close(far);
	how = then;
	done = 0;
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	bufferevent_enable(bev, EV_READ);
	put_text(bev, "hello");
	CHECK(bufferevent_socket_connect(bev, (struct sockaddr *)to, sizeof *to) == 0);
	if (how == 'n') {
		bufferevent_free(bev);
		settle(base);
		SAY(" dispatch %d\n", event_base_dispatch(base));
		return;
	}
	UNTIL(base, done);
	settle(base);
	if (how == 'c') {
		far = tcp_accept(listener);
		UNTIL(base, evbuffer_get_length(bufferevent_get_output(bev)) == 0);
		SAY(" far end \"%s\"\n", fd_get(far));
		close(far);
		bufferevent_free(bev);
		settle(base);
	}
}

int main(void)
{
	static const int kinds[] = { 0, BEV_OPT_DEFER_CALLBACKS };
	struct sockaddr_in bad;
	int holder = tcp_refusing(&bad);
	listener = tcp_listen(&good);
	base = event_base_new();
	for (int i = 0; i < 2; i++) {
		SAY("options %#x\n", kinds[i]);
		run("connects elsewhere", 'c', kinds[i], &bad);
		run("freed when refused", 'f', kinds[i], &bad);
		run("freed when connected", 'f', kinds[i], &good);
		run("freed while connecting", 'n', kinds[i], &good);
		run("freed while being refused", 'n', kinds[i], &bad);
	}
	close(holder);
	close(listener);
	event_base_free(base);
	return t_result();
}
