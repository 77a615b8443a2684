// Sending a file fails or comes to an end: the buffer keeps what was not sent.
// run: once
#include "buffer/kit.h"

static struct evbuffer *with_file(int fd, ev_off_t offset, ev_off_t length)
{
	struct evbuffer *buf = evbuffer_new();
	evbuffer_set_flags(buf, EVBUFFER_FLAG_DRAINS_TO_FD);
	SAY("add: %d\n", evbuffer_add_file(buf, fd, offset, length));
	return buf;
}

static void send_it(struct evbuffer *buf, int fd)
{
	int result;
	errno = 0;
	result = evbuffer_write(buf, fd);
	SAY("  write %d %s, %zu left\n", result, result < 0 ? t_errno(errno) : "", evbuffer_get_length(buf));
}

int main(void)
{
	struct evbuffer *buf;
	int fd[2], file;

	signal(SIGPIPE, SIG_IGN);
	t_pair(fd);
	SAY("shorter than said\n");
	buf = with_file(file_with(10), 0, 20);
	send_it(buf, fd[0]);
	send_it(buf, fd[0]);
	put_text(buf, "more");
	send_it(buf, fd[0]);
	evbuffer_free(buf);
	SAY("cut off meanwhile\n");
	file = file_with(10);
	buf = with_file(file, 0, 10);
	CHECK(ftruncate(file, 4) == 0);
	send_it(buf, fd[0]);
	send_it(buf, fd[0]);
	evbuffer_free(buf);
	CHECK(!is_open(file));
	SAY("an fd that is closed\n");
	file = file_with(10);
	buf = with_file(file, 0, 10);
	close(file);
	send_it(buf, fd[0]);
	evbuffer_free(buf);
	SAY("an empty file\n");
	file = file_with(0);
	buf = with_file(file, 0, -1);
	send_it(buf, fd[0]);
	SAY("  the file is %s\n", is_open(file) ? "open" : "closed");
	put_text(buf, "more");
	send_it(buf, fd[0]);
	evbuffer_free(buf);
	SAY("  the file is %s\n", is_open(file) ? "open" : "closed");
	SAY("no room\n");
	file = file_with(1000000);
	buf = with_file(file, 0, -1);
	CHECK(evbuffer_write(buf, fd[0]) > 0);
	for (int result = 1; result > 0;)
		result = evbuffer_write(buf, fd[0]);
	SAY("  %s, left: %d\n", t_errno(errno), evbuffer_get_length(buf) > 0);
	SAY("nobody reads\n");
	close(fd[1]);
	errno = 0;
	SAY("  write %d", evbuffer_write(buf, fd[0]));
	SAY(" %s, left: %d\n", t_errno(errno), evbuffer_get_length(buf) > 0);
	evbuffer_free(buf);
	CHECK(!is_open(file));
	close(fd[0]);
	return t_result();
}
