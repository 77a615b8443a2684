// run: once
// bufferevent_setcb and bufferevent_getcb, with NULL for what is not wanted. Setting callbacks keeps the rest.
#include "bufferevent/kit.h"
#include <event2/bufferevent_struct.h>

int main(void)
{
	struct event_base *base = event_base_new();
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	bufferevent_data_cb readcb = NULL, writecb = NULL;
	bufferevent_event_cb eventcb = NULL;
	void *arg = NULL;
	char name[] = "name";
	bufferevent_setcb(bev, say_read, say_write, say_event, name);
	bufferevent_getcb(bev, &readcb, &writecb, &eventcb, &arg);
	CHECK(readcb == say_read && writecb == say_write && eventcb == say_event && arg == name);
	CHECK(bev->readcb == say_read && bev->writecb == say_write && bev->errorcb == say_event);
	CHECK(bev->cbarg == name);
	bufferevent_setcb(bev, say_write, NULL, NULL, NULL);
	bufferevent_getcb(bev, &readcb, NULL, NULL, NULL);
	CHECK(readcb == say_write && writecb == say_write);
	bufferevent_getcb(bev, NULL, &writecb, NULL, NULL);
	bufferevent_getcb(bev, NULL, NULL, &eventcb, NULL);
	bufferevent_getcb(bev, NULL, NULL, NULL, &arg);
	CHECK(!writecb && !eventcb && !arg);
	bufferevent_getcb(bev, NULL, NULL, NULL, NULL);
	bufferevent_setcb(bev, NULL, NULL, NULL, name);
	bufferevent_getcb(bev, &readcb, &writecb, &eventcb, &arg);
	CHECK(!readcb && !writecb && !eventcb && arg == name);
	SAY("enabled %s\n", t_what(bufferevent_get_enabled(bev)));
	bufferevent_free(bev);
	event_base_free(base);
	return t_result();
}
