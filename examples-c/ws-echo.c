/*
 * A WebSocket server on a port of 127.0.0.1 that sends back every message.
 *
 *   cc -o ws-echo ws-echo.c -levent
 *   ./ws-echo 8080
 *
 * Try it in a browser's console:
 *
 *   ws = new WebSocket("ws://127.0.0.1:8080/echo")
 *   ws.onmessage = (message) => console.log(message.data)
 *   ws.send("hello")
 *
 * With port 0 the system chooses one. "bye" as a text has the server close the session, and Ctrl-C ends it.
 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/ws.h>
#include <event2/ws_extra.h>

/* Whoever sends without reading must not fill the memory. */
#define MAX_OUTPUT (64 << 20)

static void on_message(struct evws_connection *ws, int type, const unsigned char *data, size_t len, void *arg)
{
	struct bufferevent *bev = evws_connection_get_bufferevent(ws);

	(void)arg;
	if (type == WS_TEXT_FRAME && strcmp((const char *)data, "bye") == 0) {
		evws_close_with_reason(ws, WS_CR_NORMAL, "bye");
	} else if (evbuffer_get_length(bufferevent_get_output(bev)) > MAX_OUTPUT) {
		evws_connection_free(ws);
	} else if (type == WS_TEXT_FRAME) {
		evws_send(ws, (const char *)data, len);
	} else {
		evws_send_binary(ws, (const char *)data, len);
	}
}

static void on_close(struct evws_connection *ws, void *arg)
{
	(void)arg;
	printf("closed: %d %s\n", evws_connection_get_close_code(ws), evws_connection_get_close_reason(ws));
	fflush(stdout);
}

static void on_request(struct evhttp_request *req, void *arg)
{
	struct evws_connection *ws = evws_new_session(req, on_message, arg, 0);
	struct timeval interval = {20, 0};

	if (!ws) {
		return; /* it has got an answer */
	}
	evws_connection_set_closecb(ws, on_close, NULL);
	evws_connection_set_ping_interval(ws, &interval);
}

static void on_signal(evutil_socket_t fd, short what, void *base)
{
	(void)fd, (void)what;
	event_base_loopexit(base, NULL);
}

int main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = base ? evhttp_new(base) : NULL;
	struct event *interrupt = base ? evsignal_new(base, SIGINT, on_signal, base) : NULL;
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (argc != 2 || !http || !interrupt || event_add(interrupt, NULL)) {
		fprintf(stderr, "usage: ws-echo PORT\n");
		return 2;
	}
	evhttp_set_max_headers_size(http, 16384);
	evhttp_set_cb(http, "/echo", on_request, NULL);
	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", (ev_uint16_t)atoi(argv[1]));
	if (!bound || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len)) {
		perror("bind");
		return 1;
	}
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);
	event_free(interrupt);
	evhttp_free(http);
	event_base_free(base);
	return 0;
}
