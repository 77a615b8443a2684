/* Preloaded into a scenario by run-calls: makes system calls of the library fail. The environment says what happens:
 *
 *   FAULT_CALL=NAME    the function of libc that fails, when libevent calls it; none by default
 *   FAULT_ERROR=N      with which errno; -1 for short transfers of one byte
 *   FAULT_FIRST=N      the first call that fails, from 1 on
 *   FAULT_EVERY=K      and every K-th after it; 0: no other
 *
 * How often each function was called, and failed, is in the file FAULT_REPORT. Children made by fork(2) count, too. */
#include "shim.h"
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

#define FUNCTIONS(X) \
	X(accept) X(accept4) X(bind) X(close) X(connect) X(epoll_create) X(epoll_create1) X(epoll_ctl) X(epoll_pwait2) \
	X(epoll_wait) X(eventfd) X(fcntl) X(fstat) X(fstat64) X(getpeername) X(getrandom) X(getsockname) X(getsockopt) \
	X(ioctl) X(listen) X(lseek) X(lseek64) X(mmap) X(mmap64) X(munmap) X(open) X(open64) X(pipe) X(pipe2) X(poll) \
	X(pread) X(read) X(readv) X(recv) X(recvfrom) X(recvmmsg) X(select) X(send) X(sendfile) X(sendmsg) X(sendto) \
	X(setsockopt) X(signalfd) X(socket) X(socketpair) X(syscall) X(timerfd_create) X(timerfd_settime) X(write) \
	X(writev)

#define ORDINAL(name) N_##name,
enum function { FUNCTIONS(ORDINAL) FUNCTION_COUNT };
#define NAME(name) #name,
static const char *const names[] = { FUNCTIONS(NAME) };

#define REAL(name) static __typeof__(name) *real_##name;
FUNCTIONS(REAL)

/* run-calls reads this, too. */
static struct count {
	char name[24];
	_Atomic uint64_t calls, failed;
} *counts;

#define SHORT (-1)
static int failing = -1, error_number;
static uint64_t first_call, every;

static long number(const char *variable)
{
	const char *text = getenv(variable);
	return text ? atol(text) : 0;
}

__attribute__((constructor)) static void start(void)
{
	const char *call = getenv("FAULT_CALL");
	struct count *map;
	/* Here, since a signal handler must not do it. */
#define FIND(name) real_##name = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);
	FUNCTIONS(FIND)
	map = map_report(FUNCTION_COUNT * sizeof *map);
	if (!map)
		return;
	error_number = number("FAULT_ERROR");
	first_call = number("FAULT_FIRST");
	every = number("FAULT_EVERY");
	for (int i = 0; i < FUNCTION_COUNT; i++) {
		strcpy(map[i].name, names[i]);
		if (call && strcmp(names[i], call) == 0)
			failing = i;
	}
	counts = map;
}

/* Whether this call is one of those that fail. */
static int is_due(enum function function, void *caller)
{
	uint64_t nth;
	/* What an exported function calls last seems to be called by the program. */
	if (!counts || !(is_library(caller) || function == N_socketpair))
		return 0;
	nth = ++counts[function].calls;
	return (int)function == failing && (nth == first_call || (every && nth > first_call && (nth - first_call) % every == 0));
}

static int fail(enum function function)
{
	counts[function].failed++;
	errno = error_number;
	return -1;
}

/* Whether one byte may go alone. */
static int is_stream(int fd)
{
	struct stat st;
	int type = 0;
	socklen_t len = sizeof type;
	if (real_fstat(fd, &st) < 0)
		return 0;
	if (S_ISSOCK(st.st_mode))
		return real_getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 && type == SOCK_STREAM;
	return S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode);
}

#define CALLER __builtin_return_address(0)

/* What fails without having done anything. */
#define PLAIN(type, name, parameters, arguments) \
	type name parameters \
	{ \
		if (is_due(N_##name, CALLER)) \
			return (type)fail(N_##name); \
		return real_##name arguments; \
	}

PLAIN(int, accept, (int fd, __SOCKADDR_ARG to, socklen_t *len), (fd, to, len))
PLAIN(int, accept4, (int fd, __SOCKADDR_ARG to, socklen_t *len, int flags), (fd, to, len, flags))
PLAIN(int, bind, (int fd, __CONST_SOCKADDR_ARG to, socklen_t len), (fd, to, len))
PLAIN(int, epoll_create, (int size), (size))
PLAIN(int, epoll_create1, (int flags), (flags))
PLAIN(int, epoll_pwait2, (int fd, struct epoll_event *events, int n, const struct timespec *limit, const sigset_t *mask),
    (fd, events, n, limit, mask))
PLAIN(int, epoll_wait, (int fd, struct epoll_event *events, int n, int limit), (fd, events, n, limit))
PLAIN(int, eventfd, (unsigned count, int flags), (count, flags))
PLAIN(int, fstat, (int fd, struct stat *st), (fd, st))
PLAIN(int, fstat64, (int fd, struct stat64 *st), (fd, st))
PLAIN(int, getpeername, (int fd, __SOCKADDR_ARG to, socklen_t *len), (fd, to, len))
PLAIN(ssize_t, getrandom, (void *to, size_t n, unsigned flags), (to, n, flags))
PLAIN(int, getsockname, (int fd, __SOCKADDR_ARG to, socklen_t *len), (fd, to, len))
PLAIN(int, getsockopt, (int fd, int level, int option, void *value, socklen_t *len), (fd, level, option, value, len))
PLAIN(int, listen, (int fd, int n), (fd, n))
PLAIN(off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence))
PLAIN(off64_t, lseek64, (int fd, off64_t offset, int whence), (fd, offset, whence))
PLAIN(int, munmap, (void *start, size_t n), (start, n))
PLAIN(int, pipe, (int fds[2]), (fds))
PLAIN(int, pipe2, (int fds[2], int flags), (fds, flags))
PLAIN(int, poll, (struct pollfd *fds, nfds_t n, int limit), (fds, n, limit))
PLAIN(int, select, (int n, fd_set *r, fd_set *w, fd_set *e, struct timeval *limit), (n, r, w, e, limit))
PLAIN(ssize_t, sendto, (int fd, const void *from, size_t n, int flags, __CONST_SOCKADDR_ARG to, socklen_t len),
    (fd, from, n, flags, to, len))
PLAIN(int, setsockopt, (int fd, int level, int option, const void *value, socklen_t len), (fd, level, option, value, len))
PLAIN(int, signalfd, (int fd, const sigset_t *set, int flags), (fd, set, flags))
PLAIN(int, socket, (int family, int type, int protocol), (family, type, protocol))
PLAIN(int, socketpair, (int family, int type, int protocol, int fds[2]), (family, type, protocol, fds))
PLAIN(int, timerfd_create, (int clock, int flags), (clock, flags))
PLAIN(int, timerfd_settime, (int fd, int flags, const struct itimerspec *at, struct itimerspec *old), (fd, flags, at, old))

/* What moves bytes, and may move fewer. */
#define TRANSFER(name, parameters, arguments, fewer) \
	ssize_t name parameters \
	{ \
		if (is_due(N_##name, CALLER)) { \
			if (error_number != SHORT) \
				return fail(N_##name); \
			if (n > 1 && is_stream(fd)) { \
				counts[N_##name].failed++; \
				fewer; \
			} \
		} \
		return real_##name arguments; \
	}

TRANSFER(pread, (int fd, void *to, size_t n, off_t offset), (fd, to, n, offset), n = 1)
TRANSFER(read, (int fd, void *to, size_t n), (fd, to, n), n = 1)
TRANSFER(recv, (int fd, void *to, size_t n, int flags), (fd, to, n, flags), n = 1)
TRANSFER(recvfrom, (int fd, void *to, size_t n, int flags, __SOCKADDR_ARG from, socklen_t *len),
    (fd, to, n, flags, from, len), n = 1)
TRANSFER(send, (int fd, const void *from, size_t n, int flags), (fd, from, n, flags), n = 1)
TRANSFER(write, (int fd, const void *from, size_t n), (fd, from, n), n = 1)

static struct iovec one_byte(const struct iovec *pieces, size_t n)
{
	size_t i = 0;
	while (i + 1 < n && pieces[i].iov_len == 0)
		i++;
	return (struct iovec){ pieces[i].iov_base, pieces[i].iov_len > 0 };
}

#define VECTOR(name) \
	ssize_t name(int fd, const struct iovec *pieces, int n) \
	{ \
		struct iovec one; \
		if (is_due(N_##name, CALLER)) { \
			if (error_number != SHORT) \
				return fail(N_##name); \
			if (is_stream(fd)) { \
				counts[N_##name].failed++; \
				one = one_byte(pieces, n); \
				return real_##name(fd, &one, 1); \
			} \
		} \
		return real_##name(fd, pieces, n); \
	}
VECTOR(readv)
VECTOR(writev)

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	struct msghdr fewer = *message;
	struct iovec one;
	if (is_due(N_sendmsg, CALLER)) {
		if (error_number != SHORT)
			return fail(N_sendmsg);
		if (is_stream(fd) && fewer.msg_iovlen > 0) {
			counts[N_sendmsg].failed++;
			one = one_byte(fewer.msg_iov, fewer.msg_iovlen);
			fewer.msg_iov = &one;
			fewer.msg_iovlen = 1;
		}
	}
	return real_sendmsg(fd, &fewer, flags);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t n)
{
	if (is_due(N_sendfile, CALLER)) {
		if (error_number != SHORT)
			return fail(N_sendfile);
		counts[N_sendfile].failed++;
		n = 1;
	}
	return real_sendfile(to, from, offset, n);
}

/* Fewer messages, but whole ones. */
int recvmmsg(int fd, struct mmsghdr *messages, unsigned n, int flags, struct timespec *limit)
{
	if (is_due(N_recvmmsg, CALLER)) {
		if (error_number != SHORT)
			return fail(N_recvmmsg);
		counts[N_recvmmsg].failed++;
		n = 1;
	}
	return real_recvmmsg(fd, messages, n, flags, limit);
}

/* An interrupted connect(2) goes on. */
int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t len)
{
	if (!is_due(N_connect, CALLER))
		return real_connect(fd, to, len);
	if (error_number == EINTR && real_connect(fd, to, len) < 0 && errno != EINPROGRESS)
		return -1;
	return fail(N_connect);
}

/* Only what is new takes memory. */
int epoll_ctl(int fd, int op, int other, struct epoll_event *event)
{
	if (op == EPOLL_CTL_ADD && is_due(N_epoll_ctl, CALLER))
		return fail(N_epoll_ctl);
	return real_epoll_ctl(fd, op, other, event);
}

/* The fd is closed in any case. */
int close(int fd)
{
	int result = real_close(fd);
	return is_due(N_close, CALLER) ? fail(N_close) : result;
}

#define MAPPING(name, offset_type) \
	void *name(void *start, size_t n, int protection, int flags, int fd, offset_type offset) \
	{ \
		if (!is_due(N_##name, CALLER)) \
			return real_##name(start, n, protection, flags, fd, offset); \
		fail(N_##name); \
		return MAP_FAILED; \
	}
MAPPING(mmap, off_t)
MAPPING(mmap64, off64_t)

/* Functions with one more argument, or none, which is harmless to pass on. */
#define WITH_REST(name, parameters, last, type, arguments) \
	int name parameters \
	{ \
		va_list list; \
		type rest; \
		if (is_due(N_##name, CALLER)) \
			return fail(N_##name); \
		va_start(list, last); \
		rest = va_arg(list, type); \
		va_end(list); \
		return real_##name arguments; \
	}
WITH_REST(fcntl, (int fd, int command, ...), command, void *, (fd, command, rest))
WITH_REST(ioctl, (int fd, unsigned long command, ...), command, void *, (fd, command, rest))
WITH_REST(open, (const char *path, int flags, ...), flags, unsigned, (path, flags, rest))
WITH_REST(open64, (const char *path, int flags, ...), flags, unsigned, (path, flags, rest))

/* Of the calls without a function of their own, those that wait on a futex. */
long syscall(long call, ...)
{
	long a[6];
	va_list list;
	va_start(list, call);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (call == SYS_futex && (a[1] & 0xf) % 9 == 0 && is_due(N_syscall, CALLER))
		return fail(N_syscall);
	return real_syscall(call, a[0], a[1], a[2], a[3], a[4], a[5]);
}
