// run: once
// evhttp_free with connections in every state; evhttp_connection_free by the program; no descriptor is left behind.
#include "serve.h"

static struct evhttp_request *held;

static void closed(struct evhttp_connection *evcon, void *arg) { SAY("[closed %s] ", (const char *)arg); }
static void completed(struct evhttp_request *req, void *arg) { SAY("[completed %s] ", (const char *)arg); }

REQUEST(hold)
{
	held = req;
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, (void *)evhttp_request_get_uri(req));
	evhttp_request_set_on_complete_cb(req, completed, (void *)evhttp_request_get_uri(req));
}

REQUEST(own)
{
	hold(req, arg);
	evhttp_request_own(req);
}

REQUEST(start)
{
	hold(req, arg);
	evhttp_send_reply_start(req, 200, "OK");
}

REQUEST(reply_static)
{
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), closed, "answered");
	reply_text(req, 200, "OK", "x");
}

static int next_fd(void)
{
	int fd = dup(STDIN_FILENO);
	close(fd);
	return fd;
}

static void free_with(const char *name, void (*cb)(struct evhttp_request *, void *), const char *request, int runs)
{
	serve(cb, NULL);
	int fd = client();
	SAY("%s: ", name);
	puts_to(fd, request);
	if (runs)
		run();
	evhttp_free(http);
	SAY("[freed] ");
	say_short(fd);
	close(fd);
	run();
}

int main(void)
{
	int first;

	/* Not in the middle of a reply of the program, which would still hold the request. */
	base = event_base_new();
	first = next_fd();
	free_with("not accepted", hold, "GET / " V11, 0);
	free_with("idle", hold, "", 1);
	free_with("part of a head", hold, "GET / HTTP/1.1\r\nA: b", 1);
	free_with("part of a body", hold, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", 1);
	free_with("answered", reply_static, "GET / " V11, 1);
	free_with("held", hold, "GET /x " V11, 1);
	free_with("held, and more", hold, "GET /x " V11 "GET /y " V11, 1);
	free_with("started", start, "GET /x " V11, 1);
	free_with("owned", own, "GET /x " V11, 1);
	SAY("uri %s, connection %d\n", evhttp_request_get_uri(held), evhttp_request_get_connection(held) != NULL);
	evhttp_request_free(held);

	/* The program ends a connection itself. */
	serve(hold, NULL);
	int fd = client();
	puts_to(fd, "GET /x " V11);
	run();
	SAY("connection: ");
	evhttp_connection_free(evhttp_request_get_connection(held));
	SAY("[freed] ");
	say_short(fd);
	close(fd);

	/* Several, and virtual hosts with their own callbacks and aliases. */
	struct evhttp *v = evhttp_new(NULL), *w = evhttp_new(NULL);
	CHECK(evhttp_add_virtual_host(http, "v", v) == 0 && evhttp_add_virtual_host(v, "v", w) == 0);
	CHECK(evhttp_add_server_alias(w, "alias") == 0 && evhttp_set_cb(w, "/", hold, NULL) == 0);
	int fds[3];
	for (int i = 0; i < 3; i++) {
		fds[i] = client();
		puts_to(fds[i], "GET / HTTP/1.1\r\nHost: v" END);
	}
	run();
	evhttp_free(http);
	SAY("[freed]\n");
	for (int i = 0; i < 3; i++) {
		say_short(fds[i]);
		close(fds[i]);
	}
	evhttp_free(evhttp_new(NULL));
	CHECK(next_fd() == first);
	event_base_free(base);
	return t_result();
}
