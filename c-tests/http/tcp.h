/* A server, and a client that is a plain socket in the same loop. */
#ifndef TCP_H
#define TCP_H

#include "text.h"
#include "bufferevent/kit.h"
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <sched.h>

static struct event_base *base;
static struct evhttp *http;
static int server_port, client = -1, client_closed;
static char reply[200000];
static int reply_len;

/* Runs until nothing happens any more. What is sent over the loopback interface has arrived then. */
T_UNUSED static void run(void)
{
	for (int i = 0; i < 12; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

T_UNUSED static void one_processor(void)
{
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
}

/* The value of a Date header differs each time. */
T_UNUSED static void hide_dates(char *text)
{
	while ((text = strstr(text, "\r\nDate: "))) {
		char *end;
		text += 8;
		end = strstr(text, "\r\n");
		if (!end)
			return;
		memmove(text + 3, end, strlen(end) + 1);
		memcpy(text, "now", 3);
	}
}

T_UNUSED static void say_bytes(const char *bytes, int len)
{
	for (int i = 0; i < len; i++) {
		if (bytes[i] == '\r' && i + 1 < len && bytes[i + 1] == '\n')
			SAY("|"), i++;
		else if (bytes[i] >= ' ' && bytes[i] < 127)
			SAY("%c", bytes[i]);
		else
			SAY("\\x%02x", (unsigned char)bytes[i]);
	}
}

T_UNUSED static void say_headers(const struct evkeyvalq *list)
{
	for (const struct evkeyval *it = list->tqh_first; it; it = it->next.tqe_next)
		SAY(" %s: %s;", it->key, shown(it->value));
}

/* What the program sees of a request. */
T_UNUSED static void say_request(struct evhttp_request *req)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(req);
	SAY("  request: command %d, uri %s, %d.%d, host %s,", evhttp_request_get_command(req),
	    shown(evhttp_request_get_uri(req)), req->major, req->minor, shown(evhttp_request_get_host(req)));
	say_headers(evhttp_request_get_input_headers(req));
	SAY(" body %zu ", evbuffer_get_length(body));
	say_bytes((char *)evbuffer_pullup(body, -1), evbuffer_get_length(body));
	SAY("\n");
}

T_UNUSED static void connect_client(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(server_port) };
	int on = 1;
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(connect(client, (struct sockaddr *)&sin, sizeof(sin)) == 0);
	CHECK(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0);
	evutil_make_socket_nonblocking(client);
	client_closed = reply_len = 0;
	reply[0] = 0;
	run();
}

/* Reads what has come. */
T_UNUSED static void client_read(void)
{
	int n;
	while ((n = recv(client, reply + reply_len, sizeof(reply) - 1 - reply_len, 0)) > 0)
		reply_len += n;
	reply[reply_len] = 0;
	if (n == 0 || (n < 0 && errno != EAGAIN))
		client_closed = n == 0 ? 1 : 2;
}

T_UNUSED static void client_send(const char *bytes, int len)
{
	while (len > 0) {
		int n = send(client, bytes, len, MSG_NOSIGNAL);
		if (n < 0)
			break;
		bytes += n;
		len -= n;
		run();
		client_read();
	}
	run();
	client_read();
}

T_UNUSED static void client_close(void)
{
	close(client);
	client = -1;
	run();
}

/* Prints what has come, and whether the connection is closed. */
T_UNUSED static void say_reply(void)
{
	hide_dates(reply);
	SAY("  reply: ");
	say_bytes(reply, strlen(reply));
	SAY("%s\n", client_closed == 1 ? " closed" : client_closed ? " reset" : "");
	reply_len = 0;
	reply[0] = 0;
}

/* Sends bytes over a new connection, and prints what comes back. */
T_UNUSED static void ask_bytes(const char *bytes, int len)
{
	connect_client();
	client_send(bytes, len);
	say_reply();
	client_close();
}

T_UNUSED static void ask(const char *text) { ask_bytes(text, strlen(text)); }

/* Starts a server on a free port, whose general callback is CB. */
T_UNUSED static void serve(void (*cb)(struct evhttp_request *, void *), void *arg)
{
	struct evhttp_bound_socket *bound;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	one_processor();
	base = event_base_new();
	http = evhttp_new(base);
	bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	CHECK(bound != NULL);
	CHECK(!getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&sin, &len));
	server_port = ntohs(sin.sin_port);
	if (cb)
		evhttp_set_gencb(http, cb, arg);
}

T_UNUSED static void stop(void)
{
	evhttp_free(http);
	event_base_free(base);
}

/* A callback that prints the request and says "hello". */
T_UNUSED static void hello(struct evhttp_request *req, void *arg)
{
	struct evbuffer *body = evbuffer_new();
	say_request(req);
	evbuffer_add_printf(body, "hello");
	evhttp_send_reply(req, 200, "OK", body);
	evbuffer_free(body);
}

#endif
