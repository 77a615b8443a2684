// run: once
// What the error callback may do: free the listener, disable it, change the callbacks.
#include "kit.h"

static int broken = 1;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	if (broken) {
		errno = EMFILE;
		return -1;
	}
	return accept(fd, sa, len);
}

static void free_it(struct evconnlistener *lev, void *arg)
{
	int fd = evconnlistener_get_fd(lev);
	evconnlistener_free(lev);
	SAY("freed, socket %s\n", is_open(fd) ? "open" : "closed");
}

static void disable(struct evconnlistener *lev, void *arg)
{
	SAY("disable %d\n", evconnlistener_disable(lev));
}

static void another(struct evconnlistener *lev, void *arg)
{
	SAY("another error callback, %s\n", (char *)arg);
	broken = 0;
}

static void change(struct evconnlistener *lev, void *arg)
{
	SAY("change, %s\n", (char *)arg);
	evconnlistener_set_cb(lev, count, "new argument");
	evconnlistener_set_error_cb(lev, another);
}

static void use(struct event_base *base, unsigned flags, evconnlistener_errorcb cb)
{
	struct evconnlistener *lev = listen_on(base, AF_UNIX, flags | LEV_OPT_CLOSE_ON_FREE, count,
	    "argument");
	int client = client_of(lev);

	accepted = 0;
	broken = 1;
	evconnlistener_set_error_cb(lev, cb);
	for (int i = 0; i < 3; i++)
		SAY("loop %d\n", turn(base));
	SAY("accepted %d\n", accepted);
	if (cb != free_it)
		evconnlistener_free(lev);
	SAY("client: %s\n", fate(client));
	close(client);
}

int main(void)
{
	struct event_base *base = event_base_new();
	t_log();
	use(base, 0, free_it);
	use(base, LEV_OPT_THREADSAFE, free_it);
	use(base, 0, disable);
	use(base, 0, change);
	event_base_free(base);
	return t_result();
}
