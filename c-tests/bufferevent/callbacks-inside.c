// run: once
// Inside callbacks: other callbacks are set, or none; directions are disabled and enabled; more is written, also
// when reading has ended.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;
static int fd[2], options;

static void start(const char *name)
{
	SAY("%s\n", name);
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], options | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_enable(bev, EV_READ);
}

static void end(void)
{
	settle(base);
	SAY(" enabled %s, in %zu, out %zu, far end \"%s\"\n", t_what(bufferevent_get_enabled(bev)),
	    evbuffer_get_length(bufferevent_get_input(bev)), evbuffer_get_length(bufferevent_get_output(bev)),
	    fd_get(fd[1]));
	bufferevent_free(bev);
	close(fd[1]);
}

static void set_none(struct bufferevent *b, void *arg)
{
	say_read(b, " once");
	bufferevent_setcb(b, NULL, NULL, NULL, NULL);
}

static void set_other(struct bufferevent *b, void *arg)
{
	say_read(b, " first");
	bufferevent_setcb(b, say_read, say_write, say_event, " second");
	put_text(b, "answer");
}

static void stop_reading(struct bufferevent *b, void *arg)
{
	say_read(b, " then off");
	bufferevent_disable(b, EV_READ);
}

static void off_and_on(struct bufferevent *b, void *arg)
{
	say_read(b, " off and on");
	bufferevent_disable(b, EV_READ | EV_WRITE);
	bufferevent_enable(b, EV_READ);
	put_text(b, "kept");
}

static void write_more(struct bufferevent *b, void *left)
{
	int *n = left;
	SAY(" written\n");
	if (--*n > 0)
		put_text(b, "again,");
}

static void answer(struct bufferevent *b, short what, void *arg)
{
	say_event(b, what, " answers");
	put_text(b, "good-bye");
}

static void read_again(struct bufferevent *b, short what, void *left)
{
	int *n = left;
	SAY(" event %s\n", b_what(what));
	if (--*n > 0)
		bufferevent_enable(b, EV_READ);
}

static void run(void)
{
	int n = 3;
	start("no callbacks");
	bufferevent_setcb(bev, set_none, NULL, NULL, NULL);
	fd_put(fd[1], "one");
	settle(base);
	fd_put(fd[1], "two");
	end();

	start("other callbacks");
	bufferevent_setcb(bev, set_other, NULL, NULL, NULL);
	fd_put(fd[1], "one");
	settle(base);
	fd_put(fd[1], "two");
	end();

	start("reading off");
	bufferevent_setcb(bev, stop_reading, NULL, NULL, NULL);
	fd_put(fd[1], "one");
	settle(base);
	fd_put(fd[1], "two");
	end();

	start("both off, reading on");
	bufferevent_setcb(bev, off_and_on, say_write, NULL, " bev");
	fd_put(fd[1], "one");
	settle(base);
	fd_put(fd[1], "two");
	end();

	start("writing more");
	bufferevent_setcb(bev, NULL, write_more, NULL, &n);
	put_text(bev, "once,");
	end();

	start("writing at the end");
	bufferevent_setcb(bev, say_read, say_write, answer, " bev");
	CHECK(shutdown(fd[1], SHUT_WR) == 0);
	end();

	n = 3;
	start("reading at the end");
	bufferevent_setcb(bev, NULL, NULL, read_again, &n);
	CHECK(shutdown(fd[1], SHUT_WR) == 0);
	end();
}

int main(void)
{
	base = event_base_new();
	run();
	options = BEV_OPT_DEFER_CALLBACKS;
	SAY("--- deferred\n");
	run();
	event_base_free(base);
	return t_result();
}
