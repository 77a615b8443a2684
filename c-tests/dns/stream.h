/* A server port that listens on TCP, and its clients: each message has its length before it. */
#ifndef STREAM_H
#define STREAM_H

#include "raw.h"
#include <event2/listener.h>
#include <netinet/tcp.h>

static int tcp_port;

T_UNUSED static void turn(void) { event_base_loop(base, EVLOOP_ONCE | EVLOOP_NONBLOCK); }

/* Makes a base, and a listener on a free port of 127.0.0.1. */
T_UNUSED static struct evconnlistener *listener_of_tcp(void)
{
	struct sockaddr_in sin = loopback(0);
	struct evconnlistener *listener;
	base = event_base_new();
	listener = evconnlistener_new_bind(base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_THREADSAFE, -1,
	    (struct sockaddr *)&sin, sizeof(sin));
	CHECK(listener != NULL);
	tcp_port = port_of(evconnlistener_get_fd(listener));
	return listener;
}

/* Starts the server port, which owns its listener. */
T_UNUSED static void listen_tcp(evdns_request_callback_fn_type cb, void *arg)
{
	struct evconnlistener *listener = listener_of_tcp();
	port = evdns_add_server_port_with_listener(base, listener, 0, cb, arg);
	CHECK(port != NULL);
}

T_UNUSED static void stop_listening(void)
{
	if (port)
		evdns_close_server_port(port);
	port = NULL;
	event_base_free(base);
}

T_UNUSED static int tcp_client(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	CHECK(!connect_to(fd, tcp_port));
	CHECK(!setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)));
	evutil_make_socket_nonblocking(fd);
	return fd;
}

/* The message with its length, behind what is in OUT. */
T_UNUSED static void frame(struct message *out, const struct message *m)
{
	put16(out, m->len);
	put(out, m->at, m->len);
}

/* Writes all, while the loop runs. */
T_UNUSED static void write_all(int fd, const unsigned char *at, int n)
{
	while (n > 0) {
		ssize_t done = send(fd, at, n, MSG_NOSIGNAL);
		if (done < 0 && !CHECK(errno == EAGAIN))
			return;
		n -= done < 0 ? 0 : done;
		at += done < 0 ? 0 : done;
		turn();
	}
}

/* Reads N bytes, while the loop runs; 0 if the connection ends before. */
T_UNUSED static int read_all(int fd, unsigned char *at, int n)
{
	while (n > 0) {
		ssize_t got = recv(fd, at, n, 0);
		if (got == 0 || (got < 0 && errno != EAGAIN))
			return 0;
		n -= got < 0 ? 0 : got;
		at += got < 0 ? 0 : got;
		turn();
	}
	return 1;
}

/* The next message; its length is -1 if the connection ends. */
T_UNUSED static struct message *read_message(int fd, struct message *m)
{
	unsigned char length[2];
	m->len = -1;
	if (read_all(fd, length, 2) && read_all(fd, m->at, length[0] << 8 | length[1]))
		m->len = length[0] << 8 | length[1];
	return m;
}

/* One query and its answer. */
T_UNUSED static struct message *ask_tcp(int fd, const struct message *m)
{
	static struct message reply, out;
	out.len = 0;
	frame(&out, m);
	write_all(fd, out.at, out.len);
	return read_message(fd, &reply);
}

#endif
