// event_pending in each state of an event, and the deadline that it gives.
#include "t.h"

static struct event_base *base;

static void show(const char *state, const struct event *ev)
{
	struct timeval tv = { -1, 0 }, now;
	SAY("%s:", state);
	for (int flag = EV_TIMEOUT; flag <= EV_SIGNAL; flag <<= 1)
		SAY(" %s %d", t_what(flag), event_pending(ev, flag, NULL));
	SAY(" any %s", t_what(event_pending(ev, 0x7fff, NULL)));
	SAY(" none %d\n", event_pending(ev, 0, NULL));
	event_pending(ev, EV_READ | EV_WRITE, &tv);
	CHECK(tv.tv_sec == -1); /* written only when EV_TIMEOUT is asked for and pending */
	if (event_pending(ev, EV_TIMEOUT, &tv)) {
		gettimeofday(&now, NULL);
		/* By the wall clock; all timers here are an hour away. */
		CHECK(tv.tv_sec > now.tv_sec + 3500 && tv.tv_sec < now.tv_sec + 3700);
		CHECK(tv.tv_usec >= 0 && tv.tv_usec < 1000000);
	} else {
		CHECK(tv.tv_sec == -1);
	}
}

T_CALLBACK(on_event) { show("in its callback", arg); }

int main(void)
{
	static const short flags[] = { 0, EV_PERSIST };
	evutil_socket_t sock[2];
	t_pair(sock);
	CHECK(write(sock[1], "x", 1) == 1);
	base = event_base_new();
	for (int i = 0; i < 2; i++) {
		struct event *ev = event_new(base, sock[0], EV_READ | EV_WRITE | flags[i],
		    on_event, event_self_cbarg());
		struct event *timer = event_new(base, -1, flags[i], on_event,
		    event_self_cbarg());
		struct event *sig = event_new(base, SIGUSR1, EV_SIGNAL | flags[i], on_event,
		    event_self_cbarg());
		SAY("--- %s\n", t_what(flags[i]));
		show("new", ev);
		event_add(ev, NULL);
		show("added", ev);
		event_add(ev, MS(3600000));
		show("with a timeout", ev);
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		show("has run", ev);
		event_del(ev);
		show("deleted", ev);
		event_active(ev, EV_SIGNAL, 1);
		show("only active, with SIGNAL", ev);
		event_del(ev);
		event_free(ev);

		event_add(timer, MS(3600000));
		show("timer", timer);
		event_active(timer, EV_READ, 1);
		show("timer active with READ", timer);
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
		show("timer has run", timer);
		event_free(timer);

		event_add(sig, NULL);
		show("signal", sig);
		event_add(sig, MS(3600000));
		show("signal with a timeout", sig);
		event_free(sig);
		event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	}
	event_base_free(base);
	return t_result();
}
