// A listener and its clients: each connection is accepted once, with what its client has sent.
#include "kit.h"
#include <event2/listener.h>

#define CLIENTS 20

static struct event_base *base;
static int seen[CLIENTS], accepted;

static void on_connection(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *from, int len, void *arg)
{
	unsigned char number;
	CHECK(len == sizeof(struct sockaddr_in) && from->sa_family == AF_INET);
	CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
	CHECK(recv(fd, &number, 1, 0) == 1 && number < CLIENTS && !seen[number]++);
	close(fd);
	if (++accepted == CLIENTS)
		event_base_loopbreak(base);
}

static void on_error(struct evconnlistener *l, void *arg) { }

static void call(int clients[CLIENTS], int port)
{
	struct sockaddr_in to = f_local(port);
	for (int i = 0; i < CLIENTS; i++) {
		unsigned char number = i;
		clients[i] = socket(AF_INET, SOCK_STREAM, 0);
		CHECK(connect(clients[i], (struct sockaddr *)&to, sizeof to) == 0);
		CHECK(send(clients[i], &number, 1, 0) == 1);
	}
}

#ifndef TOLD
#define TOLD 0
#endif

int main(void)
{
	struct sockaddr_in to = f_local(0);
	struct evconnlistener *l = NULL;
	int clients[CLIENTS];
	f_begin();
	if (!F_WORKS(base = event_base_new()))
		return f_end();
	if (F_WORKS(l = evconnlistener_new_bind(base, on_connection, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_DISABLED, -1, (struct sockaddr *)&to, sizeof to))) {
		if (TOLD)
			evconnlistener_set_error_cb(l, on_error);
		call(clients, f_port(evconnlistener_get_fd(l)));
		if (F_WORKS(evconnlistener_enable(l) == 0)) {
			f_run(base);
			F_ALL(accepted == CLIENTS);
		}
		for (int i = 0; i < CLIENTS; i++)
			close(clients[i]);
		evconnlistener_free(l);
	}
	event_base_free(base);
	return f_end();
}
