// Four million bytes each way at once between two bufferevents: all arrive, in order, and the write callback
// comes when the output is empty.
#include "bufferevent/kit.h"

#define ALL 4000000

struct side {
	const char *name;
	size_t got;
	int bad, empty, ended;
};

static unsigned char byte_at(size_t i) { return (unsigned char)(i % 251 ^ i / 65536); }

static void on_read(struct bufferevent *bev, void *arg)
{
	struct side *side = arg;
	unsigned char buf[3000];
	size_t n;
	while ((n = bufferevent_read(bev, buf, sizeof buf)) > 0)
		for (size_t i = 0; i < n; i++)
			side->bad += buf[i] != byte_at(side->got++);
}

static void on_write(struct bufferevent *bev, void *arg)
{
	struct side *side = arg;
	CHECK(evbuffer_get_length(bufferevent_get_output(bev)) == 0);
	side->empty++;
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct side *side = arg;
	SAY(" %s: %s\n", side->name, b_what(what));
	side->ended++;
}

static void run(struct event_base *base, int fd[2])
{
	struct side sides[2] = { { .name = "first" }, { .name = "second" } };
	struct bufferevent *bev[2];
	unsigned char *data = malloc(ALL);
	for (size_t i = 0; i < ALL; i++)
		data[i] = byte_at(i);
	for (int i = 0; i < 2; i++) {
		bev[i] = bufferevent_socket_new(base, fd[i], BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(bev[i], on_read, on_write, on_event, &sides[i]);
		bufferevent_enable(bev[i], EV_READ);
		CHECK(bufferevent_write(bev[i], data, ALL) == 0);
	}
	UNTIL(base, sides[0].got == ALL && sides[1].got == ALL && sides[0].empty && sides[1].empty);
	for (int i = 0; i < 2; i++)
		SAY(" %s: %zu bytes, %d wrong, output empty %d\n", sides[i].name, sides[i].got, sides[i].bad,
		    sides[i].empty);
	bufferevent_free(bev[0]);
	UNTIL(base, sides[1].ended);
	bufferevent_free(bev[1]);
	free(data);
}

int main(void)
{
	struct event_base *base = event_base_new();
	int fd[2];
	t_pair(fd);
	SAY("socket pair\n");
	run(base, fd);
	tcp_pair(fd);
	SAY("TCP\n");
	run(base, fd);
	event_base_free(base);
	return t_result();
}
