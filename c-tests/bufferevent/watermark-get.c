// run: once
// bufferevent_setwatermark and bufferevent_getwatermark: what they set and return for one direction, both, none,
// and with NULL for a value that is not wanted.
#include "bufferevent/kit.h"

static struct bufferevent *bev;

static void get(const char *name, short what)
{
	size_t low = 77, high = 77;
	int r = bufferevent_getwatermark(bev, what, &low, &high);
	SAY(" %s: %d, %zu %zu\n", name, r, low, high);
}

static void show(const char *name)
{
	SAY("%s\n", name);
	get("read", EV_READ);
	get("write", EV_WRITE);
}

int main(void)
{
	struct event_base *base = event_base_new();
	size_t one = 77;
	bev = bufferevent_socket_new(base, -1, 0);
	bufferevent_setwatermark(bev, EV_READ, 1, 2);
	show("reading set");
	bufferevent_setwatermark(bev, EV_WRITE, 3, 4);
	show("writing set");
	bufferevent_setwatermark(bev, EV_READ | EV_WRITE, 5, 6);
	show("both set");
	bufferevent_setwatermark(bev, 0, 7, 8);
	bufferevent_setwatermark(bev, EV_TIMEOUT | EV_PERSIST, 7, 8);
	show("neither set");
	bufferevent_setwatermark(bev, EV_READ | EV_SIGNAL, 9, 3);
	show("reading set, the high below the low");
	bufferevent_setwatermark(bev, EV_READ, SIZE_MAX, SIZE_MAX);
	show("reading set to the utmost");
	SAY("getting\n");
	get("both", EV_READ | EV_WRITE);
	get("none", 0);
	get("timeout", EV_TIMEOUT);
	get("read and more", EV_READ | EV_PERSIST);
	SAY("low only: %d", bufferevent_getwatermark(bev, EV_WRITE, &one, NULL));
	SAY(", %zu\n", one);
	SAY("high only: %d", bufferevent_getwatermark(bev, EV_WRITE, NULL, &one));
	SAY(", %zu\n", one);
	SAY("nothing: %d\n", bufferevent_getwatermark(bev, EV_READ, NULL, NULL));
	bufferevent_free(bev);
	event_base_free(base);
	return t_result();
}
