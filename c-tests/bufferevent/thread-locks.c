// run: once
// Callbacks run with the bufferevent locked, so that another thread has to wait; with UNLOCK_CALLBACKS they do not,
// and it need not.
#include "bufferevent/threads.h"

static struct bufferevent *bev;
static sem_t inside, locked, done;
static int within, unlocked_kind;

static void *locker(void *arg)
{
	sem_get(&inside);
	bufferevent_lock(bev);
	/* With a locked callback we only get here when it has ended. */
	SAY(" %s the callback\n", within ? "during" : "after");
	bufferevent_unlock(bev);
	sem_post(&locked);
	sem_post(&done);
	return NULL;
}

static void on_read(struct bufferevent *b, void *arg)
{
	within = 1;
	sem_post(&inside);
	if (unlocked_kind)
		sem_get(&locked);
	else
		sleep_ms(20);
	within = 0;
}

static void run(const char *name, int options)
{
	pthread_t thread;
	struct event_base *base = event_base_new();
	int fd[2];
	SAY("%s\n", name);
	t_pair(fd);
	unlocked_kind = (options & BEV_OPT_UNLOCK_CALLBACKS) != 0;
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE | options);
	bufferevent_setcb(bev, on_read, NULL, NULL, NULL);
	bufferevent_enable(bev, EV_READ);
	fd_put(fd[1], "text");
	pthread_create(&thread, NULL, locker, NULL);
	settle(base);
	sem_get(&done);
	pthread_join(thread, NULL);
	while (sem_trywait(&locked) == 0)
		;
	bufferevent_free(bev);
	close(fd[1]);
	event_base_free(base);
}

int main(void)
{
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&inside, 0, 0);
	sem_init(&locked, 0, 0);
	sem_init(&done, 0, 0);
	run("plain", 0);
	run("deferred", BEV_OPT_DEFER_CALLBACKS);
	run("deferred, unlocked", BEV_OPT_DEFER_CALLBACKS | BEV_OPT_UNLOCK_CALLBACKS);
	libevent_global_shutdown();
	return t_result();
}
