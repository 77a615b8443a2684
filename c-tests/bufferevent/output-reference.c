// run: once
// Memory by reference and files in the output: they arrive, and the clean-up comes once when they are sent, or when
// the bufferevent is freed. Through sockets, pairs and filters.
#include "bufferevent/kit.h"

#define FILE_SIZE 200000

static struct event_base *base;
static int cleaned;

static void clean(const void *data, size_t len, void *arg)
{
	CHECK(data == arg && len == 5);
	cleaned++;
}

static int a_file(void)
{
	char name[] = "data-XXXXXX";
	int fd = mkstemp(name);
	static char data[FILE_SIZE];
	for (int i = 0; i < FILE_SIZE; i++)
		data[i] = (char)(i % 127);
	CHECK(write(fd, data, sizeof data) == sizeof data);
	unlink(name);
	return fd;
}

static void add_all(struct bufferevent *bev)
{
	static char text[] = "hello";
	struct evbuffer *out = bufferevent_get_output(bev);
	CHECK(evbuffer_add_reference(out, text, 5, clean, text) == 0);
	CHECK(evbuffer_add_file(out, a_file(), 0, FILE_SIZE) == 0);
	CHECK(evbuffer_add(out, "end", 3) == 0);
	cleaned = 0;
}

static void check_all(const char *name, struct evbuffer *all)
{
	char *data = (char *)evbuffer_pullup(all, -1);
	int wrong = 0;
	if (!CHECK(evbuffer_get_length(all) == FILE_SIZE + 8))
		return;
	for (int i = 0; i < FILE_SIZE; i++)
		wrong += data[5 + i] != (char)(i % 127);
	SAY("%s: begins %.5s, ends %.3s, %d wrong, cleaned %d\n", name, data, data + FILE_SIZE + 5, wrong, cleaned);
	evbuffer_drain(all, SIZE_MAX);
}

static void drain(int fd, struct evbuffer *all)
{
	for (int i = 0; i < 1000 && evbuffer_get_length(all) < FILE_SIZE + 8; i++) {
		settle(base);
		while (evbuffer_read(all, fd, -1) > 0)
			;
	}
	settle(base);
}

int main(void)
{
	struct bufferevent *bev, *pair[2], *filter;
	struct evbuffer *all = evbuffer_new();
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	bev = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	add_all(bev);
	drain(fd[1], all);
	check_all("socket", all);

	filter = bufferevent_filter_new(bev, NULL, NULL, BEV_OPT_CLOSE_ON_FREE, NULL, NULL);
	add_all(filter);
	drain(fd[1], all);
	check_all("filter", all);
	bufferevent_disable(bev, EV_WRITE);
	add_all(filter);
	bufferevent_free(filter);
	settle(base);
	SAY("freed: cleaned %d\n", cleaned);
	close(fd[1]);

	CHECK(bufferevent_pair_new(base, 0, pair) == 0);
	bufferevent_enable(pair[1], EV_READ);
	add_all(pair[0]);
	settle(base);
	CHECK(bufferevent_read_buffer(pair[1], all) == 0);
	settle(base);
	CHECK(bufferevent_read_buffer(pair[1], all) == 0);
	SAY("pair: %zu arrived, cleaned %d\n", evbuffer_get_length(all), cleaned);
	evbuffer_free(all);
	SAY("buffer freed: cleaned %d\n", cleaned);
	bufferevent_free(pair[0]);
	bufferevent_free(pair[1]);
	event_base_free(base);
	return t_result();
}
