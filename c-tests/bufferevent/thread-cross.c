// Two bufferevents in the loops of two threads, and each writes to the other in its callbacks, which are unlocked:
// a proxy over two bases. They do not lock each other out, and nothing is lost.
#include "bufferevent/threads.h"

#define ALL 400000

static struct bufferevent *bev[2];

static void on_read(struct bufferevent *me, void *arg)
{
	struct bufferevent *other = bev[me == bev[0]];
	CHECK(bufferevent_write_buffer(other, bufferevent_get_input(me)) == 0);
	CHECK(evbuffer_get_length(bufferevent_get_output(other)) <= ALL);
}

static void *feed(void *arg)
{
	int fd = *(int *)arg;
	static char data[1000];
	for (int i = 0; i < ALL / 1000; i++)
		CHECK(send(fd, data, sizeof data, MSG_NOSIGNAL) == sizeof data);
	return NULL;
}

int main(void)
{
	struct loop loop[2];
	int fd[2][2];
	pthread_t feeder[2];
	CHECK(evthread_use_pthreads() == 0);
	for (int i = 0; i < 2; i++) {
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd[i]) == 0);
		evutil_make_socket_nonblocking(fd[i][0]);
		loop_start(&loop[i]);
		bev[i] = bufferevent_socket_new(loop[i].base, fd[i][0], BEV_OPT_THREADSAFE | BEV_OPT_DEFER_CALLBACKS |
		    BEV_OPT_UNLOCK_CALLBACKS | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], on_read, NULL, NULL, NULL);
	}
	for (int i = 0; i < 2; i++) {
		bufferevent_enable(bev[i], EV_READ);
		pthread_create(&feeder[i], NULL, feed, &fd[i][1]);
	}
	for (size_t got[2] = { 0, 0 }; got[0] < ALL || got[1] < ALL;) {
		char buf[10000];
		for (int i = 0; i < 2; i++) {
			ssize_t n = recv(fd[i][1], buf, sizeof buf, MSG_DONTWAIT);
			if (n > 0)
				got[i] += (size_t)n;
		}
		if (got[0] >= ALL && got[1] >= ALL)
			SAY("%zu and %zu bytes\n", got[0], got[1]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(feeder[i], NULL);
		bufferevent_free(bev[i]);
	}
	for (int i = 0; i < 2; i++) {
		loop_stop(&loop[i]);
		event_base_free(loop[i].base);
		close(fd[i][1]);
	}
	libevent_global_shutdown();
	return t_result();
}
