/* Small helpers for the C tests. A test prints what it sees with SAY, states what must
 * hold with CHECK, and ends with `return t_result();`. The output has to be the same on
 * every run and on every correct library: no pointers, no times, no file descriptors. */
#ifndef T_H
#define T_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/util.h>

#define T_UNUSED __attribute__((unused))

static int t_failures T_UNUSED;

/* Like printf, but flushed at once, so that nothing is lost in a crash or a fork. */
#define SAY(...) (printf(__VA_ARGS__), fflush(stdout))

/* Prints the place and makes the exit status 1 when EXPR is false; goes on. Returns EXPR. */
#define CHECK(expr) \
	((expr) ? 1 : (SAY("%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #expr), \
	    t_failures++, 0))

T_UNUSED static int t_result(void) { return t_failures != 0; }

/* Milliseconds as a timeval, and as a pointer to one: event_add(ev, MS(20)). */
T_UNUSED static struct timeval msec(long ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };
	return tv;
}
#define MS(ms) (&(struct timeval){ (ms) / 1000, (ms) % 1000 * 1000 })

T_UNUSED static long tv_ms(const struct timeval *tv)
{
	return tv->tv_sec * 1000L + tv->tv_usec / 1000;
}

/* The monotonic clock. */
T_UNUSED static long now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000L + ts.tv_nsec / 1000000;
}

T_UNUSED static void sleep_ms(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };
	while (nanosleep(&ts, &ts) < 0 && errno == EINTR)
		;
}

/* Timers may come this much too early: by default the original reads a coarse clock. */
#define T_EARLY 15

/* A connected, nonblocking pair of stream sockets. Exits when there is none to be had. */
T_UNUSED static void t_pair(evutil_socket_t fd[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fd) < 0) {
		perror("socketpair");
		exit(2);
	}
}

/* Makes the process's table of fds FD_SETSIZE long. select(2) fails for an fd that is not open, but takes no
 * notice of one beyond the table, which starts as long as the parent process needed. */
T_UNUSED static void t_grow_fd_table(void)
{
	close(dup2(STDIN_FILENO, FD_SETSIZE - 1));
}

/* EV_* flags as text, in the order of their bits; "0" when there are none. */
T_UNUSED static const char *t_what(int what)
{
	static const char *const names[] = { "TIMEOUT", "READ", "WRITE", "SIGNAL", "PERSIST",
		"ET", "FINALIZE", "CLOSED" };
	static char texts[4][80]; /* several calls in one printf */
	static int turn;
	char *text = texts[turn++ % 4];
	text[0] = 0;
	for (int i = 0; i < 8; i++) {
		if (what & (1 << i)) {
			strcat(text, text[0] ? "|" : "");
			strcat(text, names[i]);
		}
	}
	return text[0] ? text : "0";
}

/* The name of an errno value that a test is likely to see. */
T_UNUSED static const char *t_errno(int err)
{
#define T_ERRNO(name) case name: return #name
	switch (err) {
	case 0: return "0";
	T_ERRNO(EACCES); T_ERRNO(EADDRINUSE); T_ERRNO(EAGAIN); T_ERRNO(EALREADY);
	T_ERRNO(EBADF); T_ERRNO(EBUSY); T_ERRNO(ECONNABORTED); T_ERRNO(ECONNREFUSED);
	T_ERRNO(ECONNRESET); T_ERRNO(EDOM); T_ERRNO(EEXIST); T_ERRNO(EINPROGRESS);
	T_ERRNO(EINTR); T_ERRNO(EINVAL); T_ERRNO(EIO); T_ERRNO(EMFILE);
	T_ERRNO(ENOENT); T_ERRNO(ENOMEM); T_ERRNO(ENOSYS); T_ERRNO(ENOTCONN);
	T_ERRNO(ENOTSOCK); T_ERRNO(EPERM); T_ERRNO(EPIPE); T_ERRNO(ERANGE);
	T_ERRNO(ETIMEDOUT);
	}
#undef T_ERRNO
	return "another errno";
}

/* Sends the library's log to stdout as lines "log LEVEL: TEXT". */
T_UNUSED static void t_log_line(int severity, const char *text)
{
	static const char *const names[] = { "debug", "msg", "warn", "err" };
	SAY("log %s: %s\n", names[severity & 3], text);
}
T_UNUSED static void t_log(void) { event_set_log_callback(t_log_line); }

/* The head of an event callback: T_CALLBACK(on_read) { ... fd, what, arg ... } */
#define T_CALLBACK(name) static void name(evutil_socket_t fd, short what, void *arg)

/* The usual one: prints the name that is its argument, and what has happened. */
T_UNUSED T_CALLBACK(t_say) { SAY("%s %s\n", (const char *)arg, t_what(what)); }

/* Runs FN in a child process and says how that ended: for what exits or aborts. */
T_UNUSED static void t_child(const char *name, void (*fn)(void))
{
	int status = 0;
	pid_t pid;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fn();
		_exit(t_result());
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("fork");
		exit(2);
	}
	if (WIFSIGNALED(status))
		SAY("%s: killed by signal %d\n", name, WTERMSIG(status));
	else
		SAY("%s: exit status %d\n", name, WEXITSTATUS(status));
}

#endif
