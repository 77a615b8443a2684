// run: once
// While a callback runs, for a connection or for an error, other threads can use the listener: its lock
// is not held. With lock debugging, which stops the process when a lock is used wrongly.
#include "threads.h"

static int broken;

int accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	if (!broken)
		return accept(fd, sa, len);
	errno = EMFILE;
	return -1;
}

static void on_error(struct evconnlistener *lev, void *arg);

static void *use(void *lev)
{
	CHECK(evconnlistener_get_fd(lev) >= 0 && evconnlistener_get_base(lev) != NULL);
	CHECK(evconnlistener_enable(lev) == 0);
	evconnlistener_set_error_cb(lev, on_error);
	evconnlistener_set_cb(lev, count, "the new callback");
	return NULL;
}

static void use_in_another_thread(struct evconnlistener *lev)
{
	pthread_t thread;
	pthread_create(&thread, NULL, use, lev);
	pthread_join(thread, NULL);
}

static void on_error(struct evconnlistener *lev, void *arg)
{
	SAY("error: %s\n", (char *)arg);
	use_in_another_thread(lev);
	evconnlistener_free(lev);
}

ACCEPTED(first)
{
	SAY("first\n");
	close(fd);
	use_in_another_thread(lev);
}

int main(void)
{
	struct event_base *base;
	struct evconnlistener *lev;
	int client[3];

	evthread_enable_lock_debugging();
	CHECK(evthread_use_pthreads() == 0);
	base = event_base_new();
	lev = listen_on(base, AF_UNIX, LEV_OPT_THREADSAFE | LEV_OPT_CLOSE_ON_FREE, first, NULL);
	client[0] = client_of(lev);
	client[1] = client_of(lev);
	turn(base);
	evconnlistener_disable(lev);
	evconnlistener_enable(lev);
	broken = 1;
	client[2] = client_of(lev);
	turn(base);
	SAY("loop %d\n", turn(base));
	for (int i = 0; i < 3; i++)
		close(client[i]);
	event_base_free(base);
	return t_result();
}
