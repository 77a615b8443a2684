// A program answers while it is told of input, and does something else besides: what goes out, when it hears of
// that, and what is left.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *other;
static int fd[2], spare[2];
static const char *what;

static int doing(const char *name)
{
	return !strcmp(what, name);
}

static void on_read(struct bufferevent *bev, void *name)
{
	say_read(bev, name);
	if (doing("write to another"))
		put_text(other, "for the other");
	if (doing("enable and write"))
		bufferevent_enable(bev, EV_READ | EV_WRITE);
	if (doing("write before enabling"))
		bufferevent_disable(bev, EV_WRITE);
	put_text(bev, "answer");
	if (doing("write twice"))
		put_text(bev, ", once more");
	if (doing("take it back"))
		bufferevent_disable(bev, EV_WRITE);
	if (doing("disable and enable"))
		bufferevent_disable(bev, EV_WRITE);
	if (doing("disable and enable") || doing("write before enabling"))
		bufferevent_enable(bev, EV_WRITE);
	if (doing("other socket"))
		bufferevent_setfd(bev, spare[0]);
	if (doing("no socket"))
		bufferevent_setfd(bev, -1);
	if (doing("other callbacks"))
		bufferevent_setcb(bev, say_read, NULL, say_event, (void *)"b");
	if (doing("trigger"))
		bufferevent_trigger(bev, EV_WRITE, BEV_TRIG_IGNORE_WATERMARKS);
	if (doing("flush"))
		bufferevent_flush(bev, EV_WRITE, BEV_FLUSH);
	if (doing("full socket")) {
		char block[4096] = {0};
		while (send(fd[0], block, sizeof block, MSG_DONTWAIT) > 0)
			;
	}
	if (doing("shut down"))
		shutdown(fd[0], SHUT_WR);
	if (doing("free"))
		bufferevent_free(bev);
	if (doing("keep and free")) {
		bufferevent_incref(bev);
		bufferevent_free(bev);
	}
}

static void try(const char *name, int options)
{
	struct bufferevent *bev;
	what = name;
	SAY("%s, options %d:\n", name, options);
	t_pair(fd);
	t_pair(spare);
	bev = bufferevent_socket_new(base, fd[0], options);
	bufferevent_setcb(bev, on_read, say_write, say_event, "a");
	bufferevent_enable(bev, EV_READ);
	settle(base);
	if (doing("written before")) {
		/* Which of writing and reading comes first is not told. */
		bufferevent_setcb(bev, on_read, NULL, say_event, "a");
		put_text(bev, "before, ");
	}
	if (doing("low watermark"))
		bufferevent_setwatermark(bev, EV_WRITE, 3, 0);
	fd_put(fd[1], "question");
	settle(base);
	SAY(" far end \"%s\", the spare one's \"%s\"\n", fd_get(fd[1]), fd_get(spare[1]));
	settle(base);
	if (doing("full socket"))
		SAY(" far end \"%s\"\n", fd_get(fd[1]));
	if (doing("keep and free"))
		bufferevent_decref(bev);
	else if (!doing("free")) {
		SAY(" enabled %s, left %zu\n", t_what(bufferevent_get_enabled(bev)),
		    evbuffer_get_length(bufferevent_get_output(bev)));
		bufferevent_free(bev);
	}
	settle(base);
	for (int i = 0; i < 2; i++) {
		close(fd[i]);
		close(spare[i]);
	}
}

int main(void)
{
	static const char *const names[] = {
		"write", "write twice", "written before", "write to another", "enable and write", "write before enabling",
		"take it back", "disable and enable", "other socket", "no socket", "other callbacks", "trigger", "flush",
		"full socket", "low watermark", "shut down", "free", "keep and free",
	};
	int others[2];
	signal(SIGPIPE, SIG_IGN);
	base = event_base_new();
	t_pair(others);
	other = bufferevent_socket_new(base, others[0], BEV_OPT_CLOSE_ON_FREE);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		try(names[i], 0);
		try(names[i], BEV_OPT_DEFER_CALLBACKS);
	}
	SAY("the other's far end \"%s\"\n", fd_get(others[1]));
	bufferevent_free(other);
	close(others[1]);
	event_base_free(base);
	return t_result();
}
