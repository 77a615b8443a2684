/*
 * A server on 127.0.0.1 that sends everyone back what they say, over TLS.
 *
 *   cc -o tls-echo-server tls-echo-server.c -levent_openssl -levent
 *   ./tls-echo-server 7777 cert.pem key.pem
 *   openssl s_client -quiet -connect localhost:7777
 *
 * -levent_mbedtls and -levent_rustls do as well. With port 0 the system chooses one. Ctrl-C ends it.
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
#include <event2/bufferevent_tls.h>
#include <event2/event.h>
#include <event2/listener.h>

#define ENOUGH 65536 /* bytes that wait to be sent */

static struct event_base *base;
static struct bufferevent_tls_context *context;

static void on_read(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_write_buffer(bev, bufferevent_get_input(bev));
	/* One who does not take the answers is not read from. */
	if (evbuffer_get_length(bufferevent_get_output(bev)) > ENOUGH)
		bufferevent_disable(bev, EV_READ);
}

static void on_sent(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_enable(bev, EV_READ);
}

static void on_all_sent(struct bufferevent *bev, void *arg)
{
	(void)arg;
	bufferevent_free(bev);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	char reason[200];

	(void)arg;
	if (what & BEV_EVENT_CONNECTED)
		return;
	if (!(what & BEV_EVENT_EOF) && bufferevent_tls_get_reason(bev, reason, sizeof(reason)) > 0)
		fprintf(stderr, "a client: %s\n", reason);
	if ((what & BEV_EVENT_EOF) && evbuffer_get_length(bufferevent_get_output(bev)) > 0)
		bufferevent_setcb(bev, NULL, on_all_sent, on_event, NULL);
	else
		bufferevent_free(bev);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *from, int len, void *arg)
{
	struct bufferevent *bev = bufferevent_tls_server_new(base, fd, context, 0);

	(void)listener, (void)from, (void)len, (void)arg;
	if (!bev) {
		evutil_closesocket(fd);
		return;
	}
	bufferevent_setcb(bev, on_read, on_sent, on_event, NULL);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
}

static void on_signal(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;
	event_base_loopbreak(base);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	struct evconnlistener *listener;
	struct event *interrupt;

	if (argc != 4) {
		fprintf(stderr, "usage: %s PORT CERTIFICATE KEY\n", argv[0]);
		return 2;
	}
	base = event_base_new();
	context = bufferevent_tls_context_new_server(argv[2], argv[3]);
	if (!context)
		fprintf(stderr, "%s, %s: no certificate with its key\n", argv[2], argv[3]);
	if (!base || !context)
		return 1;
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((unsigned short)atoi(argv[1]));
	listener = evconnlistener_new_bind(base, on_accept, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE, -1,
	    (struct sockaddr *)&sin, sizeof(sin));
	interrupt = evsignal_new(base, SIGINT, on_signal, NULL);
	if (!listener || getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&sin, &len)) {
		perror("bind");
		return 1;
	}
	if (!interrupt || event_add(interrupt, NULL))
		return 1;
	printf("listening on port %d\n", ntohs(sin.sin_port));
	fflush(stdout);
	event_base_dispatch(base);
	event_free(interrupt);
	evconnlistener_free(listener);
	bufferevent_tls_context_free(context);
	event_base_free(base);
	return 0;
}
