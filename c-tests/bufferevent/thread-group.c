// run: once
// A rate-limit group has members in the loops of two threads: all their data gets through, and the totals are
// right.
#include "bufferevent/threads.h"

#define N 4
#define ALL 4000

static sem_t full;

static void on_read(struct bufferevent *bev, void *arg)
{
	size_t *got = arg;
	*got += evbuffer_get_length(bufferevent_get_input(bev));
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
	if (*got == ALL)
		sem_post(&full);
}

int main(void)
{
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(500, 500, 500, 500, MS(3));
	struct bufferevent_rate_limit_group *group;
	struct bufferevent *bev[N];
	static char data[ALL];
	struct loop loop[2];
	size_t got[N] = { 0 };
	ev_uint64_t read, written;
	int fd[N][2];
	CHECK(evthread_use_pthreads() == 0);
	sem_init(&full, 0, 0);
	for (int i = 0; i < 2; i++)
		loop_start(&loop[i]);
	group = bufferevent_rate_limit_group_new(loop[0].base, cfg);
	for (int i = 0; i < N; i++) {
		t_pair(fd[i]);
		bev[i] = bufferevent_socket_new(loop[i % 2].base, fd[i][0], BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], on_read, NULL, NULL, &got[i]);
		CHECK(bufferevent_add_to_rate_limit_group(bev[i], group) == 0);
		bufferevent_enable(bev[i], EV_READ);
		CHECK(write(fd[i][1], data, ALL) == ALL);
	}
	for (int i = 0; i < N; i++)
		sem_get(&full);
	bufferevent_rate_limit_group_get_totals(group, &read, &written);
	SAY("totals %d %d\n", (int)read, (int)written);
	for (int i = 0; i < N; i++) {
		CHECK(bufferevent_remove_from_rate_limit_group(bev[i]) == 0);
		bufferevent_free(bev[i]);
		close(fd[i][1]);
	}
	for (int i = 0; i < 2; i++)
		loop_stop(&loop[i]);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	for (int i = 0; i < 2; i++)
		event_base_free(loop[i].base);
	libevent_global_shutdown();
	return t_result();
}
