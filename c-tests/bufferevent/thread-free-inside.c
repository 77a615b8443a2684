// A bufferevent is freed in its own unlocked callback while another thread, which holds a reference, writes to it
// and triggers it: it lives until that thread lets go, and no callback comes after it was freed.
#include "bufferevent/threads.h"

#define TIMES 100

static int freed;
static sem_t done;

static void on_read(struct bufferevent *bev, void *arg)
{
	CHECK(!__atomic_exchange_n(&freed, 1, __ATOMIC_SEQ_CST));
	bufferevent_free(bev);
	sem_post(&done);
}

static void *writer(void *arg)
{
	struct bufferevent *bev = arg;
	for (int i = 0; i < 50; i++) {
		CHECK(bufferevent_write(bev, "text", 4) == 0);
		bufferevent_trigger(bev, EV_READ, 0);
	}
	bufferevent_decref(bev);
	return NULL;
}

int main(void)
{
	struct loop loop;
	int ends = 0;
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&done, 0, 0);
	loop_start(&loop);
	for (int i = 0; i < TIMES; i++) {
		struct bufferevent *bev;
		pthread_t thread;
		char buf[500];
		ssize_t n;
		int fd[2];
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
		evutil_make_socket_nonblocking(fd[0]);
		freed = 0;
		bev = bufferevent_socket_new(loop.base, fd[0], BEV_OPT_THREADSAFE | BEV_OPT_DEFER_CALLBACKS |
		    BEV_OPT_UNLOCK_CALLBACKS | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev, on_read, NULL, NULL, NULL);
		bufferevent_enable(bev, EV_READ);
		bufferevent_incref(bev);
		pthread_create(&thread, NULL, writer, bev);
		sem_get(&done);
		pthread_join(thread, NULL);
		while ((n = recv(fd[1], buf, sizeof buf, 0)) > 0)
			;
		ends += n == 0;
		close(fd[1]);
	}
	SAY("%d ends\n", ends);
	loop_stop(&loop);
	event_base_free(loop.base);
	libevent_global_shutdown();
	return t_result();
}
