/*
 * Sends its input to a port of 127.0.0.1 and prints what comes back: echo-client with bufferevents.
 *
 *   cc -o bufferevent-client bufferevent-client.c -levent
 *   ./bufferevent-client 7777 < file
 *
 * When the input ends, it says so to the other side, and leaves once that has closed too.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#define ENOUGH 65536 /* bytes that wait to be sent */

/* One bufferevent for standard input, which is only read, and one for the connection. */
static struct bufferevent *input, *connection;
static int connected, input_ended, status;

static void leave(int with_status)
{
	status = with_status;
	event_base_loopbreak(bufferevent_get_base(connection));
}

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
	leave(1);
}

static int unsent(void)
{
	return evbuffer_get_length(bufferevent_get_output(connection)) > 0;
}

static void on_input(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_write_buffer(connection, bufferevent_get_input(bev));
	if (evbuffer_get_length(bufferevent_get_output(connection)) > ENOUGH)
		bufferevent_disable(bev, EV_READ);
}

static void on_input_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev, (void)arg;
	if (!(what & BEV_EVENT_EOF)) {
		fail("read");
		return;
	}
	input_ended = 1;
	if (!unsent())
		shutdown(bufferevent_getfd(connection), SHUT_WR);
}

/* The output has been written, down to the low watermark. */
static void on_sent(struct bufferevent *bev, void *arg)
{
	(void)arg;
	if (!input_ended)
		bufferevent_enable(input, EV_READ);
	else if (!unsent())
		shutdown(bufferevent_getfd(bev), SHUT_WR);
}

static void on_incoming(struct bufferevent *bev, void *arg)
{
	struct evbuffer *incoming = bufferevent_get_input(bev);
	(void)arg;
	while (evbuffer_get_length(incoming) > 0) {
		if (evbuffer_write(incoming, STDOUT_FILENO) < 0) {
			fail("stdout");
			return;
		}
	}
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev, (void)arg;
	if (what & BEV_EVENT_CONNECTED) {
		connected = 1;
		bufferevent_enable(input, EV_READ);
	} else if (what & BEV_EVENT_EOF) {
		leave(0);
	} else {
		fail(connected ? "connection" : "connect");
	}
}

/* Standard input may be a file, and epoll does not take files: ask for a method that does. */
static struct event_base *base_for_files(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;
	if (config && !event_config_require_features(config, EV_FEATURE_FDS))
		base = event_base_new_with_config(config);
	if (config)
		event_config_free(config);
	return base;
}

int main(int argc, char **argv)
{
	int port = argc == 2 ? atoi(argv[1]) : 0;
	struct event_base *base;
	struct sockaddr_in sin;

	if (port < 1 || port > 65535) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 2;
	}
	base = base_for_files();
	if (!base)
		return 1;
	input = bufferevent_socket_new(base, STDIN_FILENO, 0);
	connection = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE); /* the socket is still to be made */
	if (!input || !connection)
		return 1;
	bufferevent_setcb(input, on_input, NULL, on_input_event, NULL);
	bufferevent_setcb(connection, on_incoming, on_sent, on_event, NULL);
	bufferevent_setwatermark(connection, EV_WRITE, ENOUGH / 2, 0);

	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)port);
	/* What becomes of it is told to on_event. */
	if (bufferevent_socket_connect(connection, (struct sockaddr *)&sin, sizeof(sin)) ||
	    bufferevent_enable(connection, EV_READ)) {
		if (!status)
			fail("connect");
		return 1;
	}
	event_base_dispatch(base);

	bufferevent_free(connection);
	bufferevent_free(input);
	event_base_free(base);
	return status;
}
