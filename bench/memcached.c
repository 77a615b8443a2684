/*
 * A real program: memcached, as Debian compiled it, under memcaslap. The CPU
 * time is memcached's; memcaslap always has the system's libevent.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "child.h"

static struct sockaddr_in address;
static char server[32]; /* 127.0.0.1:port */
static char *port = server + sizeof "127.0.0.1:" - 1;

static int new_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die("socket");
	return fd;
}

static void find_free_port(void)
{
	socklen_t len = sizeof address;
	int fd = new_socket();

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&address, len) || getsockname(fd, (struct sockaddr *)&address, &len))
		die("bind");
	close(fd);
	snprintf(server, sizeof server, "127.0.0.1:%d", ntohs(address.sin_port));
}

static void wait_until_it_listens(void)
{
	static const struct timespec nap = {0, 10000000};
	int tries, fd, refused;

	for (tries = 0; tries < 1000; tries++) {
		fd = new_socket();
		refused = connect(fd, (struct sockaddr *)&address, sizeof address);
		close(fd);
		if (!refused)
			return;
		nanosleep(&nap, NULL);
	}
	die("memcached does not listen");
}

static pid_t start_memcached(void)
{
	char *argv[] = {"memcached", "-l", "127.0.0.1", "-p", port, "-U", "0", "-t", "1", "-u", "nobody", NULL};
	int out;
	pid_t memcached;

	find_free_port();
	memcached = start_child(argv, &out);
	wait_until_it_listens();
	return memcached;
}

static double stop_memcached(pid_t memcached)
{
	struct rusage r;
	if (kill(memcached, SIGTERM) || wait4(memcached, NULL, 0, &r) < 0)
		die("memcached has ended");
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	    (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* The number after "NAME: " in memcaslap's report. */
static long number(const char *report, const char *name)
{
	const char *at = strstr(report, name);
	if (!at) {
		fprintf(stderr, "%s", report);
		errno = 0;
		die("memcaslap is not content");
	}
	return atol(at + strlen(name));
}

static void put_load(void)
{
	static char report[65536];
	char operations[24];
	char *argv[] = {"memcaslap", "-s", server, "-T", "1", "-c", "64", "-x", operations, NULL};
	int out, status;
	pid_t memcaslap;

	snprintf(operations, sizeof operations, "%ld", wanted);
	unsetenv("LD_LIBRARY_PATH");
	memcaslap = start_child(argv, &out);
	read_report(out, report, sizeof report);
	if (waitpid(memcaslap, &status, 0) < 0 || status || number(report, "get_misses: "))
		die("memcaslap");
	done = number(report, "cmd_get: ") + number(report, "cmd_set: ");
}

static void job_memcached(void)
{
	pid_t memcached = start_memcached();
	put_load();
	report_seconds(stop_memcached(memcached));
}

const struct job jobs[] = {
	{"memcached-load", 300000, 0, 0, job_memcached, "memcached under memcaslap: 64 connections"},
	{0},
};
