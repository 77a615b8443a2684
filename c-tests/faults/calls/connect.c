// Connections that bufferevents make, by address and by name: each is told of once, and its bytes come back.
#include "kit.h"
#include <event2/dns.h>
#include <sys/prctl.h>

#define CLIENTS 6
#define BYTES 3000

static struct event_base *base;
static int over, wanted;

static struct client {
	struct bufferevent *bev;
	int connected;
	size_t back;
} clients[CLIENTS];

static void end(struct client *c)
{
	if (!CHECK(c->bev))
		return;
	bufferevent_free(c->bev);
	c->bev = NULL;
	if (++over == wanted)
		event_base_loopbreak(base);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct client *c = arg;
	unsigned char bytes[BYTES];
	if (what & BEV_EVENT_CONNECTED) {
		CHECK(c->connected++ == 0);
		f_fill(bytes, 0, sizeof bytes);
		CHECK(bufferevent_write(bev, bytes, sizeof bytes) == 0);
		return;
	}
	f_failed(what & BEV_EVENT_ERROR ? "an error event" : "an end");
	end(c);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	struct client *c = arg;
	c->back = f_take(bufferevent_get_input(bev), c->back);
	if (c->back == BYTES)
		end(c);
}

static void begin(struct client *c, struct evdns_base *dns, int port)
{
	struct sockaddr_in to = f_local(port);
	int result, works;
	wanted++;
	c->bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(c->bev, on_read, NULL, on_event, c);
	if (dns)
		result = bufferevent_socket_connect_hostname(c->bev, dns, AF_INET, "127.0.0.1", port);
	else
		result = bufferevent_socket_connect(c->bev, (struct sockaddr *)&to, sizeof to);
	works = F_WORKS(result == 0);
	/* It may have ended already, and told of that. */
	if (c->bev && !(works && F_WORKS(bufferevent_enable(c->bev, EV_READ) == 0)))
		end(c);
}

/* The other side, without the library: sends back what comes. */
static void serve(int listener)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		char bytes[BYTES];
		int fd = accept(listener, NULL, NULL);
		if (recv(fd, bytes, sizeof bytes, MSG_WAITALL) == BYTES)
			send(fd, bytes, BYTES, MSG_NOSIGNAL);
		close(fd);
	}
}

static void connect_all(int port)
{
	struct evdns_base *dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	if (!F_WORKS(dns))
		return;
	for (int i = 0; i < CLIENTS; i++)
		begin(&clients[i], i % 2 ? dns : NULL, port);
	if (over < wanted)
		f_run(base);
	CHECK(over == wanted);
	for (int i = 0; i < CLIENTS; i++) {
		if (clients[i].bev)
			bufferevent_free(clients[i].bev);
	}
	evdns_base_free(dns, 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
}

int main(void)
{
	struct sockaddr_in to = f_local(0);
	int listener;
	pid_t server;
	f_begin();
	listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(bind(listener, (struct sockaddr *)&to, sizeof to) == 0 && listen(listener, 16) == 0);
	if ((server = fork()) == 0)
		serve(listener);
	if (F_WORKS(base = event_base_new())) {
		connect_all(f_port(listener));
		event_base_free(base);
	}
	CHECK(server > 0 && kill(server, SIGKILL) == 0 && waitpid(server, NULL, 0) == server);
	close(listener);
	return f_end();
}
