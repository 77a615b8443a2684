// A thread writes to a bufferevent, a little each time, while another runs its loop: the loop wakes, and all
// arrives, in order for each writer.
#include "bufferevent/threads.h"

#define WRITERS 3
#define TIMES 2000

static struct bufferevent *bev;

static void *writer(void *arg)
{
	char text[4] = { *(char *)arg, 0, 0, '\n' };
	for (int i = 0; i < TIMES; i++) {
		text[1] = (char)(i / 50 + 32);
		text[2] = (char)(i % 50 + 32);
		CHECK(bufferevent_write(bev, text, 4) == 0);
		if (i % 500 == 0)
			sched_yield();
	}
	return NULL;
}

int main(void)
{
	pthread_t thread[WRITERS];
	char names[] = "abc";
	int fd[2], next[WRITERS] = { 0 }, wrong = 0;
	size_t got = 0;
	struct loop loop;
	FILE *far;
	char line[10];
	CHECK(evthread_use_pthreads() == 0);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	evutil_make_socket_nonblocking(fd[0]);
	loop_start(&loop);
	bev = bufferevent_socket_new(loop.base, fd[0], BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE);
	for (int i = 0; i < WRITERS; i++)
		pthread_create(&thread[i], NULL, writer, &names[i]);
	far = fdopen(fd[1], "r");
	while (got < WRITERS * TIMES && fread(line, 1, 4, far) == 4) {
		int who = line[0] - 'a';
		if (!CHECK(who >= 0 && who < WRITERS && line[3] == '\n'))
			break;
		wrong += (line[1] - 32) * 50 + line[2] - 32 != next[who]++;
		got++;
	}
	SAY("%zu lines, %d wrong\n", got, wrong);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(thread[i], NULL);
	bufferevent_free(bev);
	loop_stop(&loop);
	fclose(far);
	event_base_free(loop.base);
	libevent_global_shutdown();
	return t_result();
}
