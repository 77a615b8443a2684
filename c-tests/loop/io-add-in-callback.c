// Events that callbacks add, change and replace while the loop runs.
#include "t.h"

static struct event_base *base;
static struct event *reader, *writer;
static evutil_socket_t sock[2];
static int count;

T_CALLBACK(on_read)
{
	char buf[10];
	ssize_t n = read(fd, buf, sizeof buf);
	SAY("read %d\n", (int)n);
	if (n > 0 && ++count < 5) {
		event_add(writer, NULL);
		event_add(reader, NULL);
	}
}

T_CALLBACK(on_write)
{
	CHECK(write(fd, "12345678", 1 + count) == 1 + count);
	SAY("written %d\n", 1 + count);
	if (count == 3) {
		/* Another fd takes its place, from the next round on. */
		event_free(writer);
		shutdown(fd, SHUT_WR);
		writer = event_new(base, sock[0], EV_WRITE, t_say, "other direction");
	}
}

int main(void)
{
	t_pair(sock);
	base = event_base_new();
	reader = event_new(base, sock[0], EV_READ, on_read, NULL);
	writer = event_new(base, sock[1], EV_WRITE, on_write, NULL);
	event_add(reader, NULL);
	event_add(writer, NULL);
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(reader);
	event_free(writer);
	event_base_free(base);
	return t_result();
}
