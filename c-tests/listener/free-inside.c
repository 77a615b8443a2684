// A listener freed in its callback is gone when that returns; connections that wait are not accepted.
#include "kit.h"

static int listening;

ACCEPTED(free_it)
{
	SAY("callback\n");
	evconnlistener_free(lev);
	accepted++;
	SAY("socket in the callback: %s\n", is_open(listening) ? "open" : "closed");
	close(fd);
}

ACCEPTED(disable_and_free)
{
	evconnlistener_disable(lev);
	evconnlistener_set_cb(lev, NULL, NULL);
	free_it(lev, fd, sa, socklen, arg);
}

ACCEPTED(free_and_end)
{
	free_it(lev, fd, sa, socklen, arg);
	event_base_loopbreak(arg);
}

static void use(struct event_base *base, unsigned flags, evconnlistener_cb cb)
{
	struct evconnlistener *lev = listen_on(base, AF_UNIX, flags, cb, base);
	int client[3];

	listening = evconnlistener_get_fd(lev);
	accepted = 0;
	SAY("flags %x\n", flags);
	for (int i = 0; i < 3; i++)
		client[i] = client_of(lev);
	SAY("loop %d", event_base_dispatch(base));
	SAY(", accepted %d, socket %s, events %d\n", accepted, is_open(listening) ? "open" : "closed",
	    event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED));
	if (is_open(listening))
		close(listening);
	for (int i = 0; i < 3; i++) {
		SAY("client %d: %s\n", i, fate(client[i]));
		close(client[i]);
	}
}

int main(void)
{
	struct event_base *base = event_base_new();
	use(base, 0, free_it);
	use(base, LEV_OPT_CLOSE_ON_FREE, free_it);
	use(base, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_THREADSAFE, free_it);
	use(base, LEV_OPT_CLOSE_ON_FREE, disable_and_free);
	use(base, LEV_OPT_CLOSE_ON_FREE, free_and_end);
	event_base_free(base);
	return t_result();
}
