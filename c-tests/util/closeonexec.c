// run: once
// evutil_make_socket_closeonexec: sets FD_CLOEXEC, may be repeated, and a program started
// afterwards does not have the descriptor.
#include "t.h"

static int open_after_exec(int fd)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		char command[64];
		snprintf(command, sizeof(command), "test -e /proc/self/fd/%d", fd);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status) == 0;
}

static void try(const char *name, int fd)
{
	CHECK(open_after_exec(fd));
	errno = EDOM;
	SAY("%s: %d\n", name, evutil_make_socket_closeonexec(fd));
	SAY("errno %s\n", t_errno(errno));
	CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
	CHECK(!open_after_exec(fd));
	SAY("again: %d\n", evutil_make_socket_closeonexec(fd));
	CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
}

int main(void)
{
	int fd[2];
	t_log();
	try("tcp", socket(AF_INET, SOCK_STREAM, 0));
	CHECK(pipe(fd) == 0);
	try("pipe", fd[0]);
	try("file", open("file", O_CREAT | O_RDWR, 0600));
	CHECK(fcntl(fd[1], F_GETFD) == 0);
	return t_result();
}
