// run: once
// The two of a pair share one lock. Two threads write to either end while the loop calls back; both ends are freed
// by different threads at the end.
#include "bufferevent/threads.h"

#define TIMES 3000

static struct bufferevent *pair[2];
static sem_t full;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t *got = arg;
	*got += evbuffer_get_length(bufferevent_get_input(bev));
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
	if (*got == TIMES * 5)
		sem_post(&full);
}

static void *writer(void *arg)
{
	struct bufferevent *mine = arg;
	for (int i = 0; i < TIMES; i++)
		CHECK(bufferevent_write(mine, "12345", 5) == 0);
	return NULL;
}

static void *freer(void *arg)
{
	bufferevent_free(arg);
	return NULL;
}

int main(void)
{
	struct loop loop;
	size_t got[2] = { 0, 0 };
	pthread_t thread[2];
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&full, 0, 0);
	loop_start(&loop);
	CHECK(bufferevent_pair_new(loop.base, BEV_OPT_THREADSAFE, pair) == 0);
	for (int i = 0; i < 2; i++) {
		bufferevent_setcb(pair[i], on_read, NULL, NULL, &got[i]);
		bufferevent_enable(pair[i], EV_READ);
	}
	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, writer, pair[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	sem_get(&full);
	sem_get(&full);
	SAY("%zu and %zu bytes\n", got[0], got[1]);
	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, freer, pair[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	loop_stop(&loop);
	event_base_free(loop.base);
	libevent_global_shutdown();
	return t_result();
}
