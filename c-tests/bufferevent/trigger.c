// run: once
// bufferevent_trigger: which callbacks it calls, at once or from the loop, with the watermarks and without. Twice
// before the loop is once. No callback, no call.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;

static void on_read(struct bufferevent *b, void *arg) { SAY("  read\n"); }
static void on_write(struct bufferevent *b, void *arg) { SAY("  write\n"); }
static void on_event(struct bufferevent *b, short what, void *arg) { SAY("  event %s\n", b_what(what)); }

static void trigger(const char *name, short what, int options)
{
	SAY(" %s\n", name);
	bufferevent_trigger(bev, what, options);
	SAY("  (loop)\n");
	settle(base);
}

static void all(void)
{
	trigger("read", EV_READ, 0);
	trigger("write", EV_WRITE, 0);
	trigger("both", EV_READ | EV_WRITE, 0);
	trigger("neither", 0, 0);
	trigger("timeout", EV_TIMEOUT, 0);
	trigger("both, deferred", EV_READ | EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	trigger("both, no watermarks", EV_READ | EV_WRITE, BEV_TRIG_IGNORE_WATERMARKS);
	trigger("both, deferred, no watermarks", EV_READ | EV_WRITE,
	    BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	SAY("empty\n");
	all();
	SAY("below the low mark of reading, above that of writing\n");
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	bufferevent_setwatermark(bev, EV_READ, 10, 0);
	put_text(bev, "text");
	all();
	SAY("deferred twice\n");
	bufferevent_setwatermark(bev, EV_READ, 0, 0);
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	trigger("again", EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	SAY("deferred, then at once\n");
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	trigger("again", EV_READ, 0);
	SAY("no callbacks\n");
	bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
	all();
	SAY("no callbacks when triggered, but when the loop comes\n");
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	settle(base);
	SAY("callbacks when triggered, but none when the loop comes\n");
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
	settle(base);
	bufferevent_free(bev);
	close(fd[0]);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
