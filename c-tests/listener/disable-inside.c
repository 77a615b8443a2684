// Disabled in its callback, a listener accepts no more in that turn, though more connections wait.
#include "kit.h"

ACCEPTED(once)
{
	accepted++;
	close(fd);
	SAY("disable: %d\n", evconnlistener_disable(lev));
}

ACCEPTED(once_and_enable)
{
	accepted++;
	close(fd);
	evconnlistener_disable(lev);
	evconnlistener_enable(lev);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, once, NULL);
	int client[4];

	for (int i = 0; i < 4; i++)
		client[i] = client_of(lev);
	SAY("loop %d", event_base_dispatch(base));
	SAY(", accepted %d\n", accepted);
	evconnlistener_enable(lev);
	SAY("loop %d", event_base_dispatch(base));
	SAY(", accepted %d\n", accepted);
	evconnlistener_set_cb(lev, once_and_enable, NULL);
	evconnlistener_enable(lev);
	SAY("loop %d", turn(base));
	SAY(", accepted %d\n", accepted);
	for (int i = 0; i < 4; i++)
		close(client[i]);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
