// run: once
// event2/bufferevent_compat.h: bufferevent_new uses the current base unless bufferevent_base_set says otherwise,
// and never closes its socket; bufferevent_settimeout takes seconds; the old names.
#include "bufferevent/kit.h"

#include <event2/bufferevent_compat.h>
#include <event2/bufferevent_struct.h>
#include <event2/event_compat.h>

static void on_read(struct bufferevent *bev, void *arg)
{
	evbuffercb readcb;
	SAY("%s: read \"%s\"\n", (const char *)arg, b_text(EVBUFFER_INPUT(bev)));
	bufferevent_getcb(bev, &readcb, NULL, NULL, NULL);
	CHECK(readcb == on_read);
}

static void on_error(struct bufferevent *bev, short what, void *arg)
{
	everrorcb eventcb;
	SAY("%s: event%s%s%s%s%s\n", (const char *)arg, what & EVBUFFER_READ ? " read" : "",
	    what & EVBUFFER_WRITE ? " write" : "", what & EVBUFFER_EOF ? " eof" : "",
	    what & EVBUFFER_ERROR ? " error" : "", what & EVBUFFER_TIMEOUT ? " timeout" : "");
	bufferevent_getcb(bev, NULL, NULL, &eventcb, NULL);
	CHECK(eventcb == on_error);
}

int main(void)
{
	struct event_base *base = event_init(), *other = event_base_new();
	struct bufferevent *bev;
	int fd[2];
	t_pair(fd);
	bev = bufferevent_new(fd[0], on_read, say_write, on_error, "current");
	SAY("enabled %s\n", t_what(bufferevent_get_enabled(bev)));
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "hello");
	settle(base);
	CHECK(evbuffer_add(EVBUFFER_OUTPUT(bev), "hello", 5) == 0);
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	bufferevent_settimeout(bev, 3, 4);
	SAY("timeouts %ld %ld\n", (long)bev->timeout_read.tv_sec, (long)bev->timeout_write.tv_sec);
	SAY("timer of reading: %d\n", event_pending(&bev->ev_read, EV_TIMEOUT, NULL) != 0);
	bufferevent_settimeout(bev, 0, 0);
	SAY("timeouts %ld %ld\n", (long)bev->timeout_read.tv_sec, (long)bev->timeout_write.tv_sec);
	SAY("timer of reading: %d\n", event_pending(&bev->ev_read, EV_TIMEOUT, NULL) != 0);
	bufferevent_free(bev);
	settle(base);
	SAY("open %d\n", fd_open(fd[0]));

	bev = bufferevent_new(fd[0], NULL, NULL, on_error, "other");
	SAY("base_set: %d\n", bufferevent_base_set(other, bev));
	bufferevent_enable(bev, EV_READ);
	close(fd[1]);
	settle(base);
	SAY("(the other base)\n");
	settle(other);
	bufferevent_free(bev);
	close(fd[0]);
	event_base_free(other);
	event_base_free(base);
	return t_result();
}
