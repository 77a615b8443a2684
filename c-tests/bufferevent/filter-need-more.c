// run: once
// An input filter that needs more before it gives anything: the read callback waits for whole records. At the end
// what is left over stays below. An output filter that keeps back the same way.
#include "bufferevent/kit.h"

static int modes; /* those seen, as bits */

/* Lets records of four bytes pass, one a call. */
static enum bufferevent_filter_result records(struct evbuffer *src, struct evbuffer *dst, ev_ssize_t limit,
    enum bufferevent_flush_mode mode, void *ctx)
{
	modes |= 1 << mode;
	if (mode != BEV_FINISHED && evbuffer_get_length(src) < 4)
		return BEV_NEED_MORE;
	evbuffer_remove_buffer(src, dst, 4);
	evbuffer_add(dst, ";", 1);
	return BEV_OK;
}

static void states(struct bufferevent *filter, struct bufferevent *sock)
{
	SAY(" filter in %zu out %zu, below in %zu out %zu\n", evbuffer_get_length(bufferevent_get_input(filter)),
	    evbuffer_get_length(bufferevent_get_output(filter)), evbuffer_get_length(bufferevent_get_input(sock)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
	SAY(" modes%s%s%s\n", modes & 1 << BEV_NORMAL ? " normal" : "", modes & 1 << BEV_FLUSH ? " flush" : "",
	    modes & 1 << BEV_FINISHED ? " finished" : "");
	modes = 0;
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *filter;
	int fd[2];
	t_pair(fd);
	sock = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	filter = bufferevent_filter_new(sock, records, records, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, say_write, say_event, " filter");
	bufferevent_enable(filter, EV_READ);
	settle(base);
	SAY("three in\n");
	fd_put(fd[1], "123");
	settle(base);
	states(filter, sock);
	SAY("seven more\n");
	fd_put(fd[1], "4567890");
	settle(base);
	states(filter, sock);
	SAY("three out\n");
	put_text(filter, "abc");
	settle(base);
	states(filter, sock);
	SAY("seven more\n");
	put_text(filter, "defghij");
	settle(base);
	states(filter, sock);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	SAY("flush normal %d\n", bufferevent_flush(filter, EV_WRITE, BEV_NORMAL));
	SAY("flush %d\n", bufferevent_flush(filter, EV_WRITE, BEV_FLUSH));
	states(filter, sock);
	SAY("finish %d\n", bufferevent_flush(filter, EV_WRITE, BEV_FINISHED));
	settle(base);
	states(filter, sock);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	SAY("the end\n");
	close(fd[1]);
	settle(base);
	states(filter, sock);
	bufferevent_free(filter);
	event_base_free(base);
	return t_result();
}
