// run: once
// What is called between a connect and the first bytes, with nothing to write: no write callback for the
// connecting itself, and reading or writing that is enabled in the CONNECTED callback works.
#include "bufferevent/kit.h"

static struct event_base *base;
static int connected, enable_inside, write_inside;

static void on_event(struct bufferevent *bev, short what, void *name)
{
	say_event(bev, what, name);
	connected = 1;
	if (enable_inside)
		bufferevent_enable(bev, enable_inside);
	if (write_inside)
		put_text(bev, "from inside");
}

static void run(const char *name, short before, short inside, int write_too)
{
	struct sockaddr_in sin;
	int listener = tcp_listen(&sin), far;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	SAY("%s\n", name);
	connected = 0;
	enable_inside = inside;
	write_inside = write_too;
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	bufferevent_setcb(bev, say_read, say_write, on_event, " bev");
	CHECK(bufferevent_socket_connect(bev, (struct sockaddr *)&sin, sizeof sin) == 0);
	bufferevent_enable(bev, before);
	UNTIL(base, connected);
	settle(base);
	far = tcp_accept(listener);
	fd_put(far, "hello");
	settle(base);
	SAY(" in the output %zu, far end: \"%s\"\n", evbuffer_get_length(bufferevent_get_output(bev)), fd_get(far));
	bufferevent_free(bev);
	close(far);
	close(listener);
}

int main(void)
{
	base = event_base_new();
	run("nothing enabled", 0, 0, 0);
	run("nothing enabled, then both", 0, EV_READ | EV_WRITE, 0);
	run("reading enabled", EV_READ, 0, 0);
	run("writing enabled", EV_WRITE, 0, 0);
	run("both enabled", EV_READ | EV_WRITE, 0, 0);
	run("nothing enabled, written inside", 0, 0, 1);
	run("nothing enabled, then both, written inside", 0, EV_READ | EV_WRITE, 1);
	run("writing enabled, written inside", EV_WRITE, 0, 1);
	event_base_free(base);
	return t_result();
}
