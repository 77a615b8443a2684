// run: once
// A filter is freed in its own callbacks and in its filter functions, with and without what is below it, deferred
// or not, called from the loop or from within a write.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *sock, *filter;
static char when;
static int freed_contexts, freed;

static void drop(char now)
{
	CHECK(!freed || now == 'i' || now == 'o');
	if (now == when && !freed) {
		freed = 1;
		bufferevent_free(filter);
	}
}

static enum bufferevent_filter_result in(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	CHECK(freed_contexts == 0);
	drop('i');
	evbuffer_add_buffer(dst, src);
	return BEV_OK;
}

static enum bufferevent_filter_result out(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	CHECK(freed_contexts == 0);
	drop('o');
	evbuffer_add_buffer(dst, src);
	return BEV_OK;
}

static void on_read(struct bufferevent *bev, void *arg) { drop('r'); }
static void on_write(struct bufferevent *bev, void *arg) { drop('w'); }
static void on_event(struct bufferevent *bev, short what, void *arg) { drop('e'); }
static void free_context(void *ctx) { freed_contexts++; }

static void run(char where, int options)
{
	int fd[2];
	t_pair(fd);
	when = where;
	freed = freed_contexts = 0;
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, in, out, options, free_context, NULL);
	bufferevent_setcb(filter, on_read, on_write, on_event, NULL);
	bufferevent_enable(filter, EV_READ);
	if (where == 'w' || where == 'o')
		CHECK(bufferevent_write(filter, "text", 4) == 0);
	else
		fd_put(fd[1], "text");
	if (where == 'e')
		shutdown(fd[1], SHUT_WR);
	settle(base);
	if (!(options & BEV_OPT_CLOSE_ON_FREE))
		bufferevent_free(sock);
	settle(base);
	SAY(" in %c: freed %d, contexts %d, socket %s\n", where, freed, freed_contexts,
	    fd_open(fd[0]) ? "open" : "closed");
	close(fd[1]);
}

int main(void)
{
	static const int kinds[] = { 0, BEV_OPT_CLOSE_ON_FREE, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS,
		BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS };
	base = event_base_new();
	for (int i = 0; i < 4; i++) {
		SAY("options %#x\n", kinds[i]);
		for (const char *c = "rweio"; *c; c++)
			run(*c, kinds[i]);
	}
	event_base_free(base);
	return t_result();
}
