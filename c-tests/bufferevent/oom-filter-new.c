// run: once
// on: ours
// A filter made with any request refused: NULL, nothing leaked and the bufferevent below as it was; or a filter.
// The original crashes.
#include "bufferevent/oom.h"

static struct event_base *base;
static int fd[2];

static int contexts;
static void free_context(void *ctx) { contexts++; }

static void a_filter(void)
{
	long n = al.fail_in;
	int all = al.fail_on;
	struct bufferevent *sock, *filter;
	al_stop_failing();
	sock = bufferevent_socket_new(base, fd[0], 0);
	contexts = 0;
	al_fail(n, all);
	filter = bufferevent_filter_new(sock, NULL, NULL, 0, free_context, NULL);
	al_stop_failing();
	if (filter) {
		CHECK(contexts == 0);
		bufferevent_free(filter);
		settle(base);
		CHECK(contexts == 1);
	} else {
		CHECK(al.failed);
		CHECK(contexts == 0);
	}
	/* What is below can be used. */
	bufferevent_enable(sock, EV_READ);
	fd_put(fd[1], "text");
	settle(base);
	CHECK(!strcmp(b_text(bufferevent_get_input(sock)), "text"));
	bufferevent_free(sock);
	settle(base);
}

int main(void)
{
	t_pair(fd);
	al_start();
	base = event_base_new();
	settle(base);
	warm_up(a_filter);
	al_every_failure("filter", a_filter);
	event_base_free(base);
	libevent_global_shutdown();
	CHECK(al.live == 0);
	return t_result();
}
