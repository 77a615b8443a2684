// run: once
// bufferevent_read, _write and their kin for buffers: what they return, also for nothing, for more than is there
// and for a bufferevent without a socket; that the buffers of a bufferevent refuse what would break it.
#include "bufferevent/kit.h"

int main(void)
{
	struct event_base *base = event_base_new();
	struct evbuffer *buf = evbuffer_new(), *in, *out;
	struct bufferevent *bev;
	char data[20] = "";
	int fd[2];
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	in = bufferevent_get_input(bev);
	out = bufferevent_get_output(bev);

	SAY("read nothing: %zu\n", bufferevent_read(bev, data, sizeof data));
	SAY("read nothing into a buffer: %d\n", bufferevent_read_buffer(bev, buf));
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "0123456789");
	settle(base);
	SAY("read 0: %zu\n", bufferevent_read(bev, data, 0));
	SAY("read 4: %zu", bufferevent_read(bev, data, 4));
	SAY(" \"%.4s\"\n", data);
	SAY("read 20: %zu", bufferevent_read(bev, data, 20));
	SAY(" \"%.6s\"\n", data);
	fd_put(fd[1], "more");
	settle(base);
	SAY("read into a buffer: %d", bufferevent_read_buffer(bev, buf));
	SAY(", \"%s\", left %zu\n", b_text(buf), evbuffer_get_length(in));

	SAY("write: %d\n", bufferevent_write(bev, "written,", 8));
	SAY("write nothing: %d %d\n", bufferevent_write(bev, "", 0), bufferevent_write(bev, NULL, 0));
	evbuffer_add(buf, "from a buffer,", 14);
	SAY("write a buffer: %d", bufferevent_write_buffer(bev, buf));
	SAY(", left in it %zu\n", evbuffer_get_length(buf));
	SAY("write an empty buffer: %d\n", bufferevent_write_buffer(bev, buf));
	SAY("write its own output: %d\n", bufferevent_write_buffer(bev, out));
	SAY("prepend to the output: %d\n", evbuffer_prepend(out, "x", 1));
	SAY("drain the output: %d\n", evbuffer_drain(out, 3));
	SAY("add to the input: %d\n", evbuffer_add(in, "x", 1));
	SAY("prepend to the input: %d\n", evbuffer_prepend(in, "put back", 8));
	SAY("write its own input: %d\n", bufferevent_write_buffer(bev, in));
	settle(base);
	SAY("far end \"%s\"\n", fd_get(fd[1]));
	SAY("in %zu, out %zu\n", evbuffer_get_length(in), evbuffer_get_length(out));
	bufferevent_free(bev);

	bev = bufferevent_socket_new(base, -1, 0);
	SAY("without a socket: %d", bufferevent_write(bev, "text", 4));
	settle(base);
	SAY(", left %zu\n", evbuffer_get_length(bufferevent_get_output(bev)));
	bufferevent_free(bev);
	evbuffer_free(buf);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
