// run: once
// Writing is disabled, or the socket taken away, while bytes leave the output: in a callback of the output, and in the
// cleanup function of a reference. What is left stays there, and nothing is waited for.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct bufferevent *bev;
static char how;
static int calls;

static void act(void)
{
	if (calls++)
		return;
	switch (how) {
	case 'd': CHECK(bufferevent_disable(bev, EV_WRITE) == 0); break;
	case 's': CHECK(bufferevent_setfd(bev, -1) == 0); break;
	case 'f': bufferevent_free(bev); bev = NULL; break;
	}
}

static void changed(struct evbuffer *buf, const struct evbuffer_cb_info *info, void *arg)
{
	if (info->n_deleted)
		act();
}

static void cleanup(const void *data, size_t len, void *arg)
{
	act();
	free((void *)data);
}

static void run(char what, int by_reference, size_t size, size_t single)
{
	size_t left, come = 0;
	ssize_t n;
	char buf[4096];
	int fd[2];
	t_pair(fd);
	how = what;
	calls = 0;
	SAY("%c in a %s, %zu bytes, %zu at once\n", what, by_reference ? "cleanup" : "callback", size, single);
	bev = bufferevent_socket_new(base, fd[0], 0);
	if (single)
		bufferevent_set_max_single_write(bev, single);
	if (by_reference) {
		for (size_t at = 0; at < size; at += 1000)
			evbuffer_add_reference(bufferevent_get_output(bev), calloc(1, 1000), 1000, cleanup, NULL);
	} else {
		char *data = calloc(1, size);
		bufferevent_write(bev, data, size);
		free(data);
		evbuffer_add_cb(bufferevent_get_output(bev), changed, NULL);
	}
	for (int i = 0; i < 5; i++) {
		settle(base);
		while ((n = recv(fd[1], buf, sizeof buf, MSG_DONTWAIT)) > 0)
			come += (size_t)n;
	}
	left = bev ? evbuffer_get_length(bufferevent_get_output(bev)) : 0;
	if (bev) {
		CHECK(left > 0);
		CHECK(come + left == size);
		SAY(" enabled %s\n", t_what(bufferevent_get_enabled(bev)));
	} else {
		CHECK(come < size);
	}
	CHECK(event_base_get_num_events(base, EVENT_BASE_COUNT_ADDED) == 0);
	if (bev) {
		/* It goes on from there. */
		CHECK(bufferevent_setfd(bev, fd[0]) == 0);
		CHECK(bufferevent_enable(bev, EV_WRITE) == 0);
		while (come < size && event_base_loop(base, EVLOOP_ONCE) == 0)
			while ((n = recv(fd[1], buf, sizeof buf, MSG_DONTWAIT)) > 0)
				come += (size_t)n;
		CHECK(come == size);
		bufferevent_free(bev);
	}
	settle(base);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	base = event_base_new();
	for (const char *c = "dsf"; *c; c++) {
		for (int by_reference = 0; by_reference < 2; by_reference++) {
			run(*c, by_reference, 20000, 5000);
			/* More than the socket takes. */
			run(*c, by_reference, 2000000, 0);
			run(*c, by_reference, 2000000, 1000000);
		}
	}
	SAY("dispatch %d\n", event_base_dispatch(base));
	event_base_free(base);
	return t_result();
}
