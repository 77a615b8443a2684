// When the loop ends by itself: not while a bufferevent reads or has something to write, but then.
#include "bufferevent/kit.h"

static struct event_base *base;

static void loop(const char *name)
{
	SAY("%s: dispatch %d\n", name, event_base_dispatch(base));
}


static void one_read(struct bufferevent *bev, void *name)
{
	say_read(bev, name);
	bufferevent_disable(bev, EV_READ);
}

T_CALLBACK(take_all)
{
	static char buf[1 << 16];
	size_t *got = arg;
	ssize_t n;
	while ((n = recv(fd, buf, sizeof buf, MSG_DONTWAIT)) > 0)
		*got += (size_t)n;
}

int main(void)
{
	static char much[1 << 20];
	struct bufferevent *bev, *pair[2];
	struct event *far;
	size_t got = 0;
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, one_read, say_write, say_event, "bev");
	loop("new");
	put_text(bev, "text");
	loop("written");
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	fd_put(fd[1], "text");
	loop("reading disabled");
	bufferevent_enable(bev, EV_READ);
	loop("reading enabled");
	bufferevent_write(bev, much, sizeof much);
	far = event_new(base, fd[1], EV_READ | EV_PERSIST, take_all, &got);
	event_add(far, NULL);
	UNTIL(base, got == sizeof much);
	event_del(far);
	loop("much written");
	bufferevent_disable(bev, EV_WRITE);
	put_text(bev, "text");
	loop("written, writing disabled");
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	loop("deferred callback");
	bufferevent_set_timeouts(bev, MS(100000), MS(100000));
	loop("timeouts, nothing enabled");
	bufferevent_enable(bev, EV_READ);
	bufferevent_free(bev);
	loop("freed");
	event_free(far);
	close(fd[1]);

	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_enable(pair[0], EV_READ | EV_WRITE);
	bufferevent_enable(pair[1], EV_READ | EV_WRITE);
	loop("pair");
	bufferevent_setcb(pair[1], say_read, NULL, NULL, "pair");
	put_text(pair[0], "text");
	loop("pair, written");
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	loop("pair, freed");
	event_base_free(base);
	return t_result();
}
