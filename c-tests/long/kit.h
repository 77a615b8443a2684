/* Tests of what must not change over time. Each is short unless LONG_SECONDS and LONG_CONNECTIONS say otherwise
 * (c-tests/long.sh does). Figures go to stderr. */
#ifndef LONG_KIT_H
#define LONG_KIT_H

#include "t.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/resource.h>

#define FIGURES(...) fprintf(stderr, __VA_ARGS__)

static long number_of(const char *name, long usual)
{
	const char *text = getenv(name);
	return text ? atol(text) : usual;
}
T_UNUSED static int is_long(void) { return getenv("LONG_SECONDS") != NULL; }
T_UNUSED static long seconds(void) { return number_of("LONG_SECONDS", 2); }

/* How many connections to have at once: as many as asked for, if the process may have so many fds. */
T_UNUSED static int connections(void)
{
	struct rlimit limit;
	long wanted = number_of("LONG_CONNECTIONS", 200);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur != RLIM_INFINITY && (long)limit.rlim_cur < wanted + 100)
		wanted = (long)limit.rlim_cur - 100;
	return (int)wanted;
}

T_UNUSED static long now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000L + ts.tv_nsec / 1000;
}

/* ---- what a process has, and that it stays so ---- */

struct sample {
	long fds, heap, rss, latency; /* bytes, microseconds */
};
static struct sample samples[10000];
static int n_samples;

static long count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	long n = -3; /* itself, "." and ".." */
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static long resident(void)
{
	long size = 0, pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	CHECK(file && fscanf(file, "%ld %ld", &size, &pages) == 2);
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

T_UNUSED static void take_sample(long latency)
{
	/* What malloc keeps of freed memory depends on what lies behind it. */
	malloc_trim(0);
	if (n_samples < (int)(sizeof samples / sizeof *samples))
		samples[n_samples++] = (struct sample){ count_fds(), (long)mallinfo2().uordblks, resident(), latency };
}

#define LEAST(from, to, field) ({ \
	long least_ = samples[from].field; \
	for (int i_ = (from); i_ < (to); i_++) \
		least_ = samples[i_].field < least_ ? samples[i_].field : least_; \
	least_; \
})

/* Compares the least that the last third of the samples had with the least of the first third; the very first is left out.
 * The heap may have grown by 64 KiB, what is resident by 2 MiB and a twentieth, latency by a half and half a
 * millisecond, which is judged in long runs only. */
T_UNUSED static void check_flat(const char *name)
{
	int third = (n_samples - 1) / 3, last = n_samples - third;
	struct sample before, after;
	if (!CHECK(third > 0))
		return;
	before = (struct sample){ LEAST(1, 1 + third, fds), LEAST(1, 1 + third, heap), LEAST(1, 1 + third, rss),
		LEAST(1, 1 + third, latency) };
	after = (struct sample){ LEAST(last, n_samples, fds), LEAST(last, n_samples, heap), LEAST(last, n_samples, rss),
		LEAST(last, n_samples, latency) };
	FIGURES("%s: %d samples, first third and last: fds %ld %ld, heap %ld %ld KiB, resident %ld %ld KiB, "
	    "latency %ld %ld us\n", name, n_samples, before.fds, after.fds, before.heap >> 10, after.heap >> 10,
	    before.rss >> 10, after.rss >> 10, before.latency, after.latency);
	CHECK(after.fds == before.fds);
	CHECK(after.heap <= before.heap + (64 << 10));
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
	CHECK(after.rss <= before.rss + before.rss / 20 + (2 << 20));
#endif
	CHECK(!is_long() || after.latency <= before.latency * 3 / 2 + 500);
	SAY("%s: flat\n", name);
}

/* ---- clients without libevent ---- */

/* A connection to a port of this machine, from one of many addresses so that there are ports enough. Ends the process
 * if it cannot be had. */
T_UNUSED static int connect_to(int port)
{
	static unsigned turn;
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval patience = { 10, 0 };
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + turn++ % 200) };
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) < 0 ||
	    connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		perror("client");
		_exit(3);
	}
	return fd;
}

T_UNUSED static int port_of(evutil_socket_t fd)
{
	struct sockaddr_in in;
	socklen_t len = sizeof in;
	CHECK(getsockname(fd, (struct sockaddr *)&in, &len) == 0);
	return ntohs(in.sin_port);
}

#endif
