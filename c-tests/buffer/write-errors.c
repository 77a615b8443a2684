// evbuffer_write that fails: -1 with errno, and the buffer stays as it was.
// run: once
#include "buffer/kit.h"

static void fail(const char *title, struct evbuffer *buf, int fd)
{
	int result;
	errno = 0;
	result = evbuffer_write(buf, fd);
	SAY("%s: %d %s, %zu bytes\n", title, result, t_errno(errno), evbuffer_get_length(buf));
}

static void broken_pipe(void)
{
	struct evbuffer *buf = BLOCKS("text");
	int fd[2];
	t_pair(fd);
	close(fd[1]);
	fail("nobody reads", buf, fd[0]);
}

int main(void)
{
	struct evbuffer *buf = BLOCKS("some ", "text");
	int fd[2], result;
	t_pair(fd);
	evbuffer_add_cb(buf, say_change, "changed");
	fail("no fd", buf, -1);
	fail("closed fd", buf, 900);
	result = open("/dev/null", O_RDONLY);
	fail("an fd to read from", buf, result);
	close(result);
	t_child("a socket that nobody reads", broken_pipe);
	signal(SIGPIPE, SIG_IGN);
	t_child("and the signal ignored", broken_pipe);
	close(fd[1]);
	fail("nobody reads", buf, fd[0]);
	close(fd[0]);
	CHECK(pipe(fd) == 0);
	close(fd[0]);
	fail("a pipe that nobody reads", buf, fd[1]);
	close(fd[1]);
	say_text("still", buf);
	evbuffer_free(buf);

	/* A full socket: what fits is written, then it is EAGAIN. */
	t_pair(fd);
	buf = evbuffer_new();
	for (size_t i = 0; i < 1000000; i += 1000)
		put(buf, i, 1000);
	do {
		size_t before = evbuffer_get_length(buf);
		errno = 0;
		result = evbuffer_write(buf, fd[0]);
		CHECK(evbuffer_get_length(buf) == before - (size_t)(result > 0 ? result : 0));
	} while (result > 0);
	SAY("full: %d %s\n", result, t_errno(errno));
	CHECK(evbuffer_get_length(buf) > 0);
	CHECK(holds(buf, 1000000 - evbuffer_get_length(buf), evbuffer_get_length(buf)));
	evbuffer_free(buf);
	close(fd[0]);
	close(fd[1]);
	return t_result();
}
