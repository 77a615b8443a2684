// run: once
// bufferevent_incref and bufferevent_decref: the last one frees, whoever made it; bufferevent_free takes the
// callbacks away at once. A lock that is held counts as well.
#include "bufferevent/kit.h"

static struct event_base *base;
static int fd[2];

static struct bufferevent *start(const char *name)
{
	struct bufferevent *bev;
	t_pair(fd);
	SAY("%s\n", name);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	b_say(bev, " bev");
	settle(base);
	return bev;
}

static void state(void)
{
	settle(base);
	SAY(" socket %s\n", fd_open(fd[0]) ? "open" : "closed");
}

static void end(void)
{
	state();
	close(fd[1]);
}

int main(void)
{
	struct bufferevent *bev;
	bufferevent_data_cb readcb;
	bufferevent_event_cb eventcb;
	base = event_base_new();

	bev = start("more, less, free");
	bufferevent_incref(bev);
	SAY(" less: %d\n", bufferevent_decref(bev));
	fd_put(fd[1], "still there");
	state();
	bufferevent_free(bev);
	end();

	bev = start("less alone");
	SAY(" less: %d\n", bufferevent_decref(bev));
	end();

	bev = start("more, free, less");
	bufferevent_incref(bev);
	bufferevent_incref(bev);
	bufferevent_free(bev);
	fd_put(fd[1], "to no one");
	state();
	bufferevent_getcb(bev, &readcb, NULL, &eventcb, NULL);
	SAY(" callbacks %d %d, enabled %s, in the input %zu\n", readcb != NULL, eventcb != NULL,
	    t_what(bufferevent_get_enabled(bev)), evbuffer_get_length(bufferevent_get_input(bev)));
	bufferevent_setcb(bev, say_read, NULL, say_event, " again");
	fd_put(fd[1], ", or is it");
	settle(base);
	put_text(bev, "written when freed");
	settle(base);
	SAY(" far end: \"%s\"\n", fd_get(fd[1]));
	SAY(" less: %d\n", bufferevent_decref(bev));
	state();
	SAY(" less: %d\n", bufferevent_decref(bev));
	end();

	bev = start("lock, free, unlock");
	bufferevent_lock(bev);
	bufferevent_free(bev);
	state();
	bufferevent_unlock(bev);
	end();
	event_base_free(base);
	return t_result();
}
