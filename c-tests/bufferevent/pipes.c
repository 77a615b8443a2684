// Bufferevents over pipes and terminals, which are no sockets; the fds block, or do not.
#include "bufferevent/kit.h"
#include <fcntl.h>
#include <poll.h>
#include <termios.h>

static void pass(struct event_base *base, const char *name, int to, int from)
{
	struct bufferevent *reader = bufferevent_socket_new(base, from, BEV_OPT_CLOSE_ON_FREE);
	struct bufferevent *writer = bufferevent_socket_new(base, to, BEV_OPT_CLOSE_ON_FREE);
	SAY("%s:\n", name);
	bufferevent_setcb(reader, say_read, NULL, say_event, "reader");
	bufferevent_enable(reader, EV_READ);
	bufferevent_setcb(writer, NULL, say_write, say_event, "writer");
	for (int i = 0; i < 2; i++) {
		put_text(writer, i ? "and more" : "text");
		settle(base);
	}
	bufferevent_free(writer);
	settle(base);
	bufferevent_free(reader);
	settle(base);
}

/* A pipe that is full for a time. */
static void fill(struct event_base *base, int to, int from)
{
	struct bufferevent *writer = bufferevent_socket_new(base, to, BEV_OPT_CLOSE_ON_FREE);
	static char block[300000];
	size_t got = 0;
	ssize_t n;
	bufferevent_setcb(writer, NULL, say_write, say_event, "writer");
	CHECK(bufferevent_write(writer, block, sizeof block) == 0);
	while (got < sizeof block) {
		settle(base);
		while ((n = read(from, block, sizeof block)) > 0)
			got += (size_t)n;
		CHECK(n < 0 && errno == EAGAIN);
	}
	SAY("%zu bytes\n", got);
	settle(base);
	close(from);
	put_text(writer, "to nobody");
	settle(base);
	bufferevent_free(writer);
}

int main(void)
{
	struct event_base *base = event_base_new();
	int fd[2];
	signal(SIGPIPE, SIG_IGN);
	CHECK(pipe(fd) == 0);
	pass(base, "blocking", fd[1], fd[0]);
	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	pass(base, "nonblocking", fd[1], fd[0]);
	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	fill(base, fd[1], fd[0]);

	fd[1] = posix_openpt(O_RDWR | O_NOCTTY);
	CHECK(fd[1] >= 0 && grantpt(fd[1]) == 0 && unlockpt(fd[1]) == 0);
	fd[0] = open(ptsname(fd[1]), O_RDWR | O_NOCTTY | O_NONBLOCK);
	struct termios raw;
	CHECK(fd[0] >= 0 && tcgetattr(fd[0], &raw) == 0);
	cfmakeraw(&raw);
	CHECK(tcsetattr(fd[0], TCSANOW, &raw) == 0);
	struct bufferevent *terminal = bufferevent_socket_new(base, fd[0], BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(terminal, say_read, NULL, say_event, "terminal");
	bufferevent_enable(terminal, EV_READ);
	CHECK(write(fd[1], "keys", 4) == 4);
	struct pollfd typed = { .fd = fd[0], .events = POLLIN };
	CHECK(poll(&typed, 1, 5000) == 1);
	settle(base);
	put_text(terminal, "output");
	settle(base);
	char text[100];
	SAY("%zd bytes from the terminal\n", read(fd[1], text, sizeof text));
	bufferevent_free(terminal);
	close(fd[1]);
	event_base_free(base);
	return t_result();
}
