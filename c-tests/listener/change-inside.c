// Callback and argument are changed within the callback: the next connection of the same turn gets
// the new ones. So does a callback that is taken away there, and one that disables and enables.
#include "kit.h"

#define CLIENTS 9

ACCEPTED(second);

ACCEPTED(first)
{
	SAY("first %s\n", (char *)arg);
	close(fd);
	evconnlistener_set_cb(lev, second, "argument of second");
}

ACCEPTED(third)
{
	SAY("third %s\n", (char *)arg);
	close(fd);
	CHECK(evconnlistener_disable(lev) == 0);
	CHECK(evconnlistener_enable(lev) == 0);
	evconnlistener_set_cb(lev, NULL, NULL);
}

ACCEPTED(second)
{
	static int calls;
	SAY("%s\n", (char *)arg);
	close(fd);
	if (++calls == 1)
		evconnlistener_set_cb(lev, second, "another argument");
	if (calls == 3)
		evconnlistener_set_cb(lev, third, "");
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, first, "argument");
	int client[CLIENTS];

	for (int i = 0; i < CLIENTS; i++)
		client[i] = client_of(lev);
	for (int i = 0; i < 3; i++) {
		SAY("turn\n");
		turn(base);
	}
	evconnlistener_set_cb(lev, count, "a new callback");
	SAY("turn\n");
	turn(base);
	for (int i = 0; i < CLIENTS; i++) {
		SAY("client %d: %s\n", i, fate(client[i]));
		close(client[i]);
	}
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
