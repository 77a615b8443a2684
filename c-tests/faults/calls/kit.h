/* A program that runs while calls.c makes system calls of the library fail. It begins with f_begin and ends with
 * `return f_end();`. What it was promised it has to get, in order and once: it says "complete" then. Where the
 * library has told it of a failure, it says `f_failed(WHAT)`, and ends in order. Anything else, such as bytes that
 * are lost without a word, is a CHECK that fails. */
#ifndef CALLS_KIT_H
#define CALLS_KIT_H

#include "t.h"
#include <dirent.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>

static int f_failures, f_fds;
static atomic_long f_blocks;

static int f_count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;
	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

static void *f_malloc(size_t n)
{
	f_blocks++;
	return malloc(n ? n : 1);
}

static void *f_realloc(void *old, size_t n)
{
	f_blocks += !old;
	return realloc(old, n ? n : 1);
}

static void f_free(void *p)
{
	f_blocks -= p != NULL;
	free(p);
}

/* The library has told of a failure. */
T_UNUSED static void f_failed(const char *what)
{
	f_failures++;
	SAY("failed: %s\n", what);
}

static void f_begin(void)
{
	signal(SIGPIPE, SIG_IGN);
	event_set_mem_functions(f_malloc, f_realloc, f_free);
	f_fds = f_count_fds();
}

/* Whether a call succeeded; a failure is told. */
#define F_WORKS(call) ((call) ? 1 : (f_failed(#call), 0))

/* Runs the loop, again if it fails. */
T_UNUSED static void f_run(struct event_base *base)
{
	for (int tries = 0; event_base_dispatch(base) < 0 && tries < 100; tries++)
		f_failed("the loop");
}

/* Nothing but what was told is missing. */
#define F_ALL(condition) ((condition) || CHECK(f_failures > 0))

static int f_end(void)
{
	libevent_global_shutdown();
	CHECK(f_count_fds() == f_fds);
	SAY("memory: %ld\n", f_blocks);
	if (!f_failures)
		SAY("complete\n");
	return t_result();
}

/* A stream that cannot be mistaken: the byte at a place. */
T_UNUSED static unsigned char f_byte(size_t at) { return (at * 2654435761u) >> 13; }

T_UNUSED static void f_fill(unsigned char *to, size_t at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = f_byte(at + i);
}

/* Takes what is in BUFFER, which has to be what comes at place AT; gives the place behind it. */
T_UNUSED static size_t f_take(struct evbuffer *buffer, size_t at)
{
	unsigned char some[4096];
	int n, wrong = 0;
	while ((n = evbuffer_remove(buffer, some, sizeof some)) > 0) {
		for (int i = 0; i < n; i++)
			wrong += some[i] != f_byte(at + i);
		at += n;
	}
	CHECK(wrong == 0);
	return at;
}

/* A pair of sockets that do not block; 0 if there is none to be had. */
T_UNUSED static int f_pair(evutil_socket_t fd[2])
{
	if (!F_WORKS(evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0))
		return 0;
	for (int i = 0; i < 2; i++)
		CHECK(fcntl(fd[i], F_SETFL, O_NONBLOCK) == 0);
	return 1;
}

/* The port of a socket of this machine. */
T_UNUSED static int f_port(evutil_socket_t fd)
{
	struct sockaddr_in to;
	socklen_t len = sizeof to;
	CHECK(getsockname(fd, (struct sockaddr *)&to, &len) == 0);
	return ntohs(to.sin_port);
}

T_UNUSED static struct sockaddr_in f_local(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

#endif
