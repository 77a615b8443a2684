// A listener without a callback waits for one. When its callback is taken away while it is enabled,
// connections are accepted and closed, one each turn; when disabled, they wait.
#include "kit.h"

static void say_events(struct event_base *base)
{
	SAY("loop %d, events %d, accepted %d\n", turn(base),
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED), accepted);
}

int main(void)
{
	struct event_base *base = event_base_new();
	struct evconnlistener *lev = listen_unix(base, NULL, NULL);
	int client[4];

	client[0] = client_of(lev);
	say_events(base);
	SAY("enable: %d\n", evconnlistener_enable(lev));
	say_events(base);
	SAY("a callback\n");
	evconnlistener_set_cb(lev, count, "first");
	say_events(base);
	close(client[0]);

	SAY("taken away\n");
	evconnlistener_set_cb(lev, NULL, NULL);
	for (int i = 0; i < 2; i++)
		client[i] = client_of(lev);
	say_events(base);
	SAY("first: %s\n", fate(client[0]));
	CHECK(recv(client[1], &(char){ 0 }, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN);
	say_events(base);
	SAY("second: %s\n", fate(client[1]));

	SAY("disabled without one\n");
	evconnlistener_disable(lev);
	client[2] = client_of(lev);
	evconnlistener_set_cb(lev, count, "third");
	say_events(base);
	evconnlistener_set_cb(lev, NULL, NULL);
	SAY("enable: %d\n", evconnlistener_enable(lev));
	say_events(base);
	evconnlistener_set_cb(lev, count, "fourth");
	say_events(base);

	SAY("made disabled, then a callback\n");
	evconnlistener_free(lev);
	lev = listen_on(base, AF_UNIX, LEV_OPT_DISABLED | LEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	client[3] = client_of(lev);
	evconnlistener_set_cb(lev, count, "fifth");
	say_events(base);
	SAY("enable: %d\n", evconnlistener_enable(lev));
	say_events(base);

	for (int i = 0; i < 4; i++)
		close(client[i]);
	evconnlistener_free(lev);
	event_base_free(base);
	return t_result();
}
