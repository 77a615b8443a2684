// run: once
// bufferevent_trigger_event: at once or from the loop; several before the loop come as one with all flags, but
// CONNECTED comes first and alone. Read and write callbacks keep their order with them.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;

static void on_read(struct bufferevent *b, void *arg) { SAY("  read\n"); }
static void on_write(struct bufferevent *b, void *arg) { SAY("  write\n"); }

static void on_event(struct bufferevent *b, short what, void *arg)
{
	int err = errno;
	SAY("  event %s%s\n", b_what(what), err == ENOTCONN ? ", the error kept" : "");
}

static void run(int options)
{
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE | options);
	bufferevent_setcb(bev, on_read, on_write, on_event, NULL);
	SAY(" at once or not\n");
	bufferevent_trigger_event(bev, BEV_EVENT_EOF | BEV_EVENT_READING, 0);
	SAY("  (loop)\n");
	settle(base);
	SAY(" deferred\n");
	bufferevent_trigger_event(bev, BEV_EVENT_TIMEOUT, BEV_TRIG_DEFER_CALLBACKS);
	SAY("  (loop)\n");
	settle(base);
	SAY(" deferred, several\n");
	bufferevent_trigger_event(bev, BEV_EVENT_EOF | BEV_EVENT_READING, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger_event(bev, BEV_EVENT_ERROR | BEV_EVENT_WRITING, BEV_TRIG_DEFER_CALLBACKS);
	settle(base);
	SAY(" deferred, all kinds\n");
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger(bev, EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger(bev, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_trigger_event(bev, BEV_EVENT_CONNECTED, BEV_TRIG_DEFER_CALLBACKS);
	settle(base);
	SAY(" the error when triggered\n");
	errno = ENOTCONN;
	bufferevent_trigger_event(bev, BEV_EVENT_ERROR, BEV_TRIG_DEFER_CALLBACKS);
	errno = 0;
	settle(base);
	errno = 0;
	SAY(" nothing, and unknown flags\n");
	bufferevent_trigger_event(bev, 0, 0);
	bufferevent_trigger_event(bev, 0x4000, 0);
	settle(base);
	bufferevent_trigger_event(bev, 0, BEV_TRIG_DEFER_CALLBACKS);
	settle(base);
	SAY(" no callback\n");
	bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, 0);
	bufferevent_trigger_event(bev, BEV_EVENT_EOF, BEV_TRIG_DEFER_CALLBACKS);
	bufferevent_setcb(bev, NULL, NULL, on_event, NULL);
	settle(base);
	bufferevent_free(bev);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	SAY("not deferred\n");
	run(0);
	SAY("deferred callbacks\n");
	run(BEV_OPT_DEFER_CALLBACKS);
	SAY("deferred, unlocked callbacks\n");
	run(BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	event_base_free(base);
	return t_result();
}
