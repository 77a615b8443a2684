// event_base_once: kinds of events, what the callback gets, and what is refused.
#include "t.h"

static struct event_base *base;
static evutil_socket_t sock[2];

T_CALLBACK(on_event)
{
	SAY("%s: fd %s, %s\n", (const char *)arg, fd == sock[0] ? "the socket" :
	    fd == -1 ? "-1" : "another", t_what(what));
}

static void once(char *name, evutil_socket_t fd, short events, const struct timeval *tv)
{
	errno = 0;
	SAY("%s: %d", name, event_base_once(base, fd, events, on_event, name, tv));
	SAY(", added %d, active %d\n", event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ACTIVE));
	event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
}

int main(void)
{
	t_log();
	t_pair(sock);
	base = event_base_new();
	once("timeout without time", -1, EV_TIMEOUT, NULL);
	once("timeout zero", -1, EV_TIMEOUT, MS(0));
	once("timeout with fd", sock[0], EV_TIMEOUT, MS(0));
	once("write", sock[0], EV_WRITE, NULL);
	once("write, with a timeout", sock[0], EV_WRITE | EV_TIMEOUT, MS(3600000));
	once("write, with a time", sock[0], EV_WRITE, MS(3600000));
	once("read, that times out", sock[0], EV_READ, MS(0));
	once("read and write", sock[0], EV_READ | EV_WRITE, NULL);
	once("nothing", sock[0], 0, NULL);
	once("nothing, with a time", -1, 0, MS(0));
	once("signal", SIGUSR1, EV_SIGNAL, NULL);
	once("signal and read", SIGUSR1, EV_SIGNAL | EV_READ, NULL);
	once("persistent", sock[0], EV_WRITE | EV_PERSIST, NULL);
	once("persistent timeout", -1, EV_TIMEOUT | EV_PERSIST, NULL);
	once("closed", sock[0], EV_CLOSED, NULL);
	once("edge", sock[0], EV_ET, NULL);
	once("read of -1", -1, EV_READ, NULL);
	SAY("loop %d\n", event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK));
	event_base_free(base);
	return t_result();
}
