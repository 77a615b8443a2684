// run: once
// A filter is put over a bufferevent that is in use: what is in its input already, what is in its output, what was
// disabled. The socket is changed through the filter.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *sock, *filter;
	int fd[2], next[2];
	t_pair(fd);
	t_pair(next);
	sock = bufferevent_socket_new(base, fd[0], 0);
	bufferevent_setwatermark(sock, EV_READ, 0, 0);
	bufferevent_enable(sock, EV_READ);
	fd_put(fd[1], "before");
	settle(base);
	bufferevent_disable(sock, EV_READ | EV_WRITE);
	put_text(sock, "early ");
	SAY("in below %zu, out below %zu\n", evbuffer_get_length(bufferevent_get_input(sock)),
	    evbuffer_get_length(bufferevent_get_output(sock)));
	filter = bufferevent_filter_new(sock, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	bufferevent_setcb(filter, say_read, NULL, say_event, "filter");
	bufferevent_enable(filter, EV_READ);
	settle(base);
	SAY("below %s\n", t_what(bufferevent_get_enabled(sock)));
	SAY("in below %zu\n", evbuffer_get_length(bufferevent_get_input(sock)));
	fd_put(fd[1], ", after");
	settle(base);
	put_text(filter, "late");
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	SAY("setfd %d\n", bufferevent_setfd(filter, next[0]));
	CHECK(bufferevent_getfd(sock) == next[0] && bufferevent_getfd(filter) == next[0]);
	fd_put(next[1], "from the next");
	put_text(filter, "to the next");
	settle(base);
	SAY("far ends \"%s\" \"%s\"\n", fd_get(fd[1]), fd_get(next[1]));
	bufferevent_free(filter);
	settle(base);
	for (int i = 0; i < 2; i++)
		CHECK(close(fd[i]) == 0 && close(next[i]) == 0);
	event_base_free(base);
	return t_result();
}
