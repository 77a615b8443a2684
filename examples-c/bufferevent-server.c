/*
 * A server on 127.0.0.1 that sends everyone back what they say: echo-server with a listener and
 * bufferevents, which do the reading, writing and storing.
 *
 *   cc -o bufferevent-server bufferevent-server.c -levent
 *   ./bufferevent-server 7777          (port 0: any free one; Ctrl-C ends it)
 *
 * A client that does not take its answers is not read from until it has taken some, so it cannot make
 * us store more and more.
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
#include <event2/listener.h>

#define ENOUGH 65536 /* bytes that wait to be taken */

struct client {
	struct bufferevent *bev;
	int has_ended; /* says no more, but is still owed answers */
	struct client *next, **self;
};

static struct client *clients;

static void drop(struct client *c)
{
	bufferevent_free(c->bev); /* closes the socket too */
	*c->self = c->next;
	if (c->next)
		c->next->self = c->self;
	free(c);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *output = bufferevent_get_output(bev);
	(void)arg;
	/* The bytes move from one buffer to the other without being copied. */
	evbuffer_add_buffer(output, bufferevent_get_input(bev));
	if (evbuffer_get_length(output) > ENOUGH)
		bufferevent_disable(bev, EV_READ);
}

/* The output has been written, down to the low watermark. */
static void on_written(struct bufferevent *bev, void *arg)
{
	struct client *c = arg;
	if (!c->has_ended)
		bufferevent_enable(bev, EV_READ);
	else if (evbuffer_get_length(bufferevent_get_output(bev)) == 0)
		drop(c);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct client *c = arg;
	if ((what & BEV_EVENT_EOF) && evbuffer_get_length(bufferevent_get_output(bev)) > 0)
		c->has_ended = 1;
	else
		drop(c);
}

static void on_connection(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from, int len,
    void *base)
{
	struct bufferevent *bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	struct client *c = calloc(1, sizeof(*c));
	(void)listener, (void)from, (void)len;
	if (!bev || !c) {
		if (bev)
			bufferevent_free(bev);
		else
			evutil_closesocket(fd);
		free(c);
		return;
	}
	c->bev = bev;
	c->next = clients;
	c->self = &clients;
	if (c->next)
		c->next->self = &c->next;
	clients = c;
	bufferevent_setcb(bev, on_read, on_written, on_event, c);
	bufferevent_setwatermark(bev, EV_WRITE, ENOUGH / 2, 0);
	if (bufferevent_enable(bev, EV_READ)) /* it writes from the beginning */
		drop(c);
}

static void on_interrupt(evutil_socket_t sig, short what, void *base)
{
	(void)sig, (void)what;
	event_base_loopexit(base, NULL);
}

int main(int argc, char **argv)
{
	int port = argc == 2 ? atoi(argv[1]) : -1;
	struct evconnlistener *listener;
	struct event *interrupt;
	struct event_base *base;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);

	if (port < 0 || port > 65535) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 2;
	}
	base = event_base_new();
	if (!base)
		return 1;
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)port);
	listener = evconnlistener_new_bind(base, on_connection, base, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, -1,
	    (struct sockaddr *)&sin, sizeof(sin));
	if (!listener || getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&sin, &len)) {
		perror("cannot listen");
		return 1;
	}
	interrupt = evsignal_new(base, SIGINT, on_interrupt, base);
	if (!interrupt || event_add(interrupt, NULL))
		return 1;
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);

	while (clients)
		drop(clients);
	event_free(interrupt);
	evconnlistener_free(listener);
	event_base_free(base);
	return 0;
}
