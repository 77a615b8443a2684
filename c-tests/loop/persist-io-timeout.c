// A persistent io event with a timeout: data restarts the timeout, a timeout repeats.
#include "t.h"

static struct event_base *base;
static evutil_socket_t sock[2];
static long last_data;
static int writes, timeouts;

T_CALLBACK(on_event)
{
	char buf[10];
	SAY("%s\n", t_what(what));
	if (what & EV_READ) {
		CHECK(read(sock[0], buf, sizeof buf) == 1);
		last_data = now_ms();
	}
	if (what & EV_TIMEOUT) {
		CHECK(writes == 3);
		CHECK(now_ms() - last_data >= 400 - T_EARLY);
		last_data = now_ms();
		if (++timeouts == 2)
			event_base_loopbreak(base);
	}
}

T_CALLBACK(on_write)
{
	CHECK(write(sock[1], "x", 1) == 1);
	if (++writes == 3)
		event_del(*(struct event **)arg);
}

int main(void)
{
	struct event *reader, *writer;
	t_pair(sock);
	base = event_base_new();
	reader = event_new(base, sock[0], EV_READ | EV_PERSIST, on_event, NULL);
	writer = event_new(base, -1, EV_PERSIST, on_write, &writer);
	event_add(reader, MS(400));
	event_add(writer, MS(100));
	SAY("loop %d\n", event_base_dispatch(base));
	event_free(reader);
	event_free(writer);
	event_base_free(base);
	return t_result();
}
