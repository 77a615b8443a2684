// run: once
// A thread changes a bufferevent in every way while another runs its loop with traffic on it: nothing breaks, and
// in the end it works.
#include "bufferevent/threads.h"

#define TIMES 300

static void on_read(struct bufferevent *bev, void *arg)
{
	evbuffer_drain(bufferevent_get_input(bev), SIZE_MAX);
	bufferevent_write(bev, "answer", 6);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	CHECK(what == (BEV_EVENT_READING | BEV_EVENT_TIMEOUT) || what == (BEV_EVENT_WRITING | BEV_EVENT_TIMEOUT));
}

int main(void)
{
	struct loop loop;
	struct bufferevent *bev;
	struct ev_token_bucket_cfg *cfg = ev_token_bucket_cfg_new(500, 500, 500, 500, MS(2));
	struct bufferevent_rate_limit_group *group;
	char buf[1000];
	int fd[2];
	CHECK(evthread_use_pthreads() == 0);
	loop_start(&loop);
	group = bufferevent_rate_limit_group_new(loop.base, cfg);
	t_pair(fd);
	bev = bufferevent_socket_new(loop.base, fd[0], BEV_OPT_THREADSAFE | BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, on_read, NULL, on_event, NULL);
	bufferevent_enable(bev, EV_READ);
	for (int i = 0; i < TIMES; i++) {
		send(fd[1], "question", 8, MSG_NOSIGNAL); /* unless the socket is full */
		switch (i % 10) {
		case 0: bufferevent_set_timeouts(bev, MS(1), MS(1)); break;
		case 1: bufferevent_set_timeouts(bev, NULL, NULL); break;
		case 2: bufferevent_disable(bev, EV_READ | EV_WRITE); break;
		case 3: bufferevent_setcb(bev, on_read, NULL, on_event, NULL); break;
		case 4: bufferevent_setwatermark(bev, EV_READ, 0, 10); break;
		case 5: bufferevent_setwatermark(bev, EV_READ, 0, 0); break;
		case 6: bufferevent_add_to_rate_limit_group(bev, group); break;
		case 7: bufferevent_set_rate_limit(bev, i % 20 > 10 ? cfg : NULL); break;
		case 8: bufferevent_remove_from_rate_limit_group(bev); break;
		case 9: bufferevent_trigger(bev, EV_READ, i % 20 > 10 ? BEV_TRIG_DEFER_CALLBACKS : 0); break;
		}
		bufferevent_enable(bev, EV_READ | EV_WRITE);
		while (recv(fd[1], buf, sizeof buf, MSG_DONTWAIT) > 0)
			;
	}
	bufferevent_set_timeouts(bev, NULL, NULL);
	bufferevent_setwatermark(bev, EV_READ, 0, 0);
	bufferevent_set_rate_limit(bev, NULL);
	bufferevent_remove_from_rate_limit_group(bev);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	while (recv(fd[1], buf, sizeof buf, MSG_DONTWAIT) > 0)
		;
	while (send(fd[1], "question", 8, MSG_NOSIGNAL) != 8)
		sleep_ms(1);
	while (recv(fd[1], buf, sizeof buf, MSG_DONTWAIT) <= 0)
		sleep_ms(1);
	SAY("it answers\n");
	bufferevent_free(bev);
	loop_stop(&loop);
	bufferevent_rate_limit_group_free(group);
	ev_token_bucket_cfg_free(cfg);
	close(fd[1]);
	event_base_free(loop.base);
	libevent_global_shutdown();
	return t_result();
}
