/* The heap that things need which wait: events, and connections of an HTTP server. */
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/http.h>

#include "floor.h"

/* `make_one` is called `wanted` times. What the first one needs, tables and the like, does not count. */
static void growth(void (*make_one)(void))
{
	long before;
	make_one();
	before = heap();
	for (; done < wanted; done++)
		make_one();
	report_bytes(heap() - before);
}

/* ---- events ---- */

static void nothing(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
}

static void add_event(evutil_socket_t fd, short what, const struct timeval *timeout)
{
	if (event_add(must(event_new(base, fd, what, nothing, NULL), "event_new"), timeout))
		die("event_add");
}

static void read_event(void)
{
	int fd = eventfd(0, 0);
	if (fd < 0)
		die("eventfd");
	add_event(fd, EV_READ | EV_PERSIST, NULL);
}

static void timer(void)
{
	struct timeval later = {600 + any(6000), 0};
	add_event(-1, 0, &later);
}

static void job_read_events(void) { growth(read_event); }
static void job_timers(void) { growth(timer); }

/* ---- HTTP connections: each has been asked once, and is kept ---- */

static void reply(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = must(evbuffer_new(), "evbuffer_new");
	(void)arg;
	evbuffer_add(body, "hello", 5);
	evhttp_send_reply(req, HTTP_OK, "OK", body);
	evbuffer_free(body);
}

static void kept_connection(void)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
	char response[1024];
	evutil_socket_t fd = call_in();

	if (send(fd, request, sizeof request - 1, 0) < 0)
		die("send");
	while (recv(fd, response, sizeof response, MSG_DONTWAIT) <= 0)
		event_base_loop(base, EVLOOP_ONCE);
	event_base_loop(base, EVLOOP_NONBLOCK);
}

static void job_http(void)
{
	struct evhttp *http = must(evhttp_new(base), "evhttp_new");
	if (evhttp_accept_socket(http, listening_socket()) || evhttp_set_cb(http, "/", reply, NULL))
		die("evhttp_accept_socket");
	growth(kept_connection);
}

#define IDLE 4000

const struct job jobs[] = {
	{"event-memory", IDLE, 0, IDLE / 2, job_read_events, "an added read event: heap"},
	{"timer-memory", 100000, 0, 0, job_timers, "an added timer: heap"},
	{"http-memory", IDLE, 0, IDLE, job_http, "a kept HTTP connection of a server: heap"},
	{0},
};
