// Lines go to a server that sends them back, over a socket pair and over TCP: nothing is lost or changes its
// place, and both sides see the end once.
#include "bufferevent/kit.h"

static struct event_base *base;
static struct evbuffer *answers;
static int ended;

static void server_read(struct bufferevent *bev, void *arg)
{
	CHECK(bufferevent_write_buffer(bev, bufferevent_get_input(bev)) == 0);
	CHECK(evbuffer_get_length(bufferevent_get_input(bev)) == 0);
}

static void server_event(struct bufferevent *bev, short what, void *arg)
{
	SAY(" server: %s\n", b_what(what));
	bufferevent_free(bev);
	ended++;
}

static void client_read(struct bufferevent *bev, void *arg)
{
	int *lines = arg;
	char *line;
	while ((line = evbuffer_readln(bufferevent_get_input(bev), NULL, EVBUFFER_EOL_LF))) {
		evbuffer_add_printf(answers, "%s,", line);
		free(line);
		if (++*lines < 10) {
			CHECK(evbuffer_add_printf(bufferevent_get_output(bev), "line %d\n", *lines) > 0);
		} else {
			bufferevent_free(bev);
			ended++;
			return;
		}
	}
}

static void run(const char *name, int fd[2])
{
	struct bufferevent *server = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	struct bufferevent *client = bufferevent_socket_new(base, fd[1], BEV_OPT_CLOSE_ON_FREE);
	int lines = 0;
	answers = evbuffer_new();
	ended = 0;
	bufferevent_setcb(server, server_read, NULL, server_event, NULL);
	bufferevent_setcb(client, client_read, NULL, say_event, &lines);
	CHECK(bufferevent_enable(server, EV_READ) == 0);
	CHECK(bufferevent_enable(client, EV_READ) == 0);
	put_text(client, "line ");
	put_text(client, "0\n");
	SAY("%s\n", name);
	SAY(" dispatch %d\n", event_base_dispatch(base));
	SAY(" %d ended, got %s\n", ended, b_text(answers));
	evbuffer_free(answers);
}

int main(void)
{
	int fd[2];
	base = event_base_new();
	t_pair(fd);
	run("socket pair", fd);
	tcp_pair(fd);
	run("TCP", fd);
	event_base_free(base);
	return t_result();
}
