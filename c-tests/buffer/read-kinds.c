// evbuffer_read of all kinds of fds, also those that cannot tell how much there is to read.
// run: once
#include "buffer/kit.h"
#include <sys/eventfd.h>

static void get(const char *title, int fd)
{
	struct evbuffer *buf = evbuffer_new();
	size_t all = 0;
	int n = 1, calls = 0;
	while (n > 0 && calls < 10) {
		errno = 0;
		n = evbuffer_read(buf, fd, -1);
		calls++;
		if (n > 0)
			all += (size_t)n;
	}
	SAY("%s: %d %s after %zu bytes in %d calls\n", title, n, n < 0 ? t_errno(errno) : "", all, calls);
	CHECK(evbuffer_get_length(buf) == all);
	evbuffer_free(buf);
	if (is_open(fd))
		close(fd);
}

int main(void)
{
	int fd[2];
	get("no fd", -1);
	get("closed fd", 900);
	get("file", file_with(10000));
	get("empty file", file_with(0));
	get("directory", open(".", O_RDONLY));
	get("null", open("/dev/null", O_RDONLY));
	get("zero", open("/dev/zero", O_RDONLY));
	get("an fd to write to", open("/dev/null", O_WRONLY));
	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	CHECK(write(fd[1], "text", 4) == 4);
	get("pipe", fd[0]);
	close(fd[1]);
	CHECK(pipe(fd) == 0);
	close(fd[1]);
	get("closed pipe", fd[0]);
	get("eventfd", eventfd(1, EFD_NONBLOCK));
	fd[0] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	get("unconnected socket", fd[0]);
	CHECK(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fd) == 0);
	CHECK(write(fd[0], "a message", 9) == 9);
	CHECK(write(fd[0], "another", 7) == 7);
	get("messages", fd[1]);
	close(fd[0]);
	return t_result();
}
